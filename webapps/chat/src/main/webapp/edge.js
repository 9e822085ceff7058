import { bars, callWithCredentials, identicalPolls } from './requests.js';

const problem = document.getElementById('problem');
const aliases = self.requestRouterAliases;

function show(id, text) {
  document.getElementById(id).textContent = text;
}

/** Fills the list of that id. */
function list(id, items) {
  document.getElementById(id).replaceChildren(...items);
}

function item(...children) {
  const element = document.createElement('li');
  element.append(...children);
  return element;
}

/** Lets a button do something that takes its time, and says so if that fails. */
function onClick(id, action) {
  const button = document.getElementById(id);
  button.addEventListener('click', async () => {
    button.disabled = true;
    problem.textContent = '';
    try {
      await action();
    } catch (error) {
      problem.textContent = `${error.message}. Are the router and the PubSub server running?`;
    } finally {
      button.disabled = false;
    }
  });
}

/** A bar from the sending of a request, after it has waited in the browser, to its answer. */
function bar(request, total) {
  const line = document.createElement('span');
  line.style.left = `${(75 * request.sent) / total}%`;
  line.style.width = `${(75 * (request.answered - request.sent)) / total}%`;
  const host = document.createElement('small');
  host.textContent = request.host;
  return item(line, host);
}

async function showBars() {
  show('aliases-result', 'Under way …');
  const requests = await bars();
  const total = Math.max(...requests.map((request) => request.answered));
  const hosts = new Set(requests.map((request) => request.host));
  list('bars', requests.map((request) => bar(request, total)));
  const names = hosts.size === 1 ? '1 name' : `${hosts.size} names`;
  show('aliases-result', `${requests.length} requests to ${names}: ${Math.round(total)} ms`);
}

onClick('without', () => {
  aliases.off();
  return showBars();
});

onClick('with', () => {
  aliases.on();
  return showBars();
});

onClick('call', async () => {
  const { status, origin, visits, preflights } = await callWithCredentials();
  show('cross-result', `Answered with ${status} to ${origin}`);
  show('visits', visits);
  show('preflights', preflights);
});

onClick('poll', async () => {
  const { sent, seen, statuses } = await identicalPolls((waiting) => {
    show('polls-result', `Under way; polls that wait at the server: ${waiting}`);
    list('polls', []);
  });
  show('sent', sent);
  show('seen', seen);
  show('polls-result', `All ${statuses.length} have the score`);
  list('polls', statuses.map((status) => item(status)));
});

if (!aliases) {
  problem.textContent =
    `The router knows no aliases of ${location.hostname}: open this page at localhost.`;
  document.querySelectorAll('button').forEach((button) => (button.disabled = true));
}
