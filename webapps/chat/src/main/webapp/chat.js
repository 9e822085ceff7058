import { Channel } from './channel.js';

const status = document.getElementById('status');
const messages = document.getElementById('messages');
const form = document.getElementById('say');
const name = document.getElementById('name');
const text = document.getElementById('text');
const problem = document.getElementById('problem');

const channel = new Channel('chat');

name.value = sessionStorage.getItem('name') ?? `guest-${Math.floor(Math.random() * 1000)}`;
name.addEventListener('change', () => sessionStorage.setItem('name', name.value));

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const said = text.value;
  text.value = '';
  problem.textContent = '';
  try {
    await channel.publish(JSON.stringify({ from: name.value, text: said }));
  } catch (failure) {
    text.value = said;
    problem.textContent = `Not sent: ${failure.message}.`;
  }
  text.focus();
});

/** Anyone may publish to the channel, by curl for example: what is not ours is shown as it is. */
function parse(data) {
  try {
    const { from, text: said } = JSON.parse(data);
    if (typeof from === 'string' && typeof said === 'string') {
      return { from, said };
    }
  } catch {
    // Shown below.
  }
  return { from: '', said: data };
}

function show(data) {
  const { from, said } = parse(data);
  const item = document.createElement('li');
  item.classList.toggle('own', from === name.value);
  const sender = document.createElement('span');
  sender.className = 'from';
  sender.textContent = from || 'somebody';
  item.append(sender, said);
  const atEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 40;
  messages.append(item);
  if (atEnd) {
    item.scrollIntoView();
  }
}

function showState(state, pause) {
  const shown =
    state === 'connected' ? 'connected' : `trying again in ${Math.ceil(pause / 1000)} s`;
  if (status.textContent !== shown) {
    status.dataset.state = state;
    status.textContent = shown;
  }
}

channel.listen(show, showState);
