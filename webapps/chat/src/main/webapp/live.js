import { EventStream, Socket } from './connections.js';

const CHANNEL = 'live';
const MOST_SHOWN = 200;

const form = document.getElementById('say');
const text = document.getElementById('text');
const problem = document.getElementById('problem');

/** Shows states in the element of that id. */
function stateIn(id) {
  const element = document.getElementById(id);
  return (state, shown) => {
    element.dataset.state = state;
    element.textContent = shown;
  };
}

/** Adds texts, with the time, to the list of that id. */
function listIn(id) {
  const list = document.getElementById(id);
  return (said) => {
    const item = document.createElement('li');
    const time = document.createElement('time');
    time.textContent = new Date().toLocaleTimeString();
    const content = document.createElement('span');
    content.textContent = said;
    item.append(time, content);
    list.append(item);
    if (list.children.length > MOST_SHOWN) {
      list.firstElementChild.remove();
    }
    list.scrollTop = list.scrollHeight;
  };
}

new EventStream(`/events/${CHANNEL}`, listIn('events'), stateIn('events-state')).open();

const socket = new Socket(`/socket/${CHANNEL}`, listIn('echoes'), stateIn('socket-state'));
socket.open();

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const sent = socket.send(text.value);
  problem.textContent = sent ? '' : 'Not sent: the WebSocket is not open.';
  if (sent) {
    text.value = '';
  }
  text.focus();
});
