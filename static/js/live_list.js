// Renews a list as one types.
const ask = new XMLHttpRequest(), form = document.forms.filters;
let seen = location.search, timer, typed;

const take = (part) => document.querySelector(part)
  .replaceChildren(...ask.response.querySelector(part).childNodes);

function renew(back) {
  const url = new URL(location);
  const made = [...new FormData(form)].filter((one) => one[1].trim());
  if (!back) url.search = new URLSearchParams(made);
  if (seen === (seen = url.search)) return;
  ask.open("GET", url);
  ask.responseType = "document";
  ask.onload = ask.onerror = () => {
    if (ask.status !== 200) return (location = url);
    [".languages", "#found", "#results"].forEach(take);
    if (back) return take("#filters");
    history[typed && history.state ? "replaceState" : "pushState"](typed, "", url);
  };
  ask.send();
}

form.oninput = ({ target }) => {
  typed = target === form.q;
  clearTimeout(timer);
  timer = setTimeout(renew, 250);
};
form.onsubmit = () => { renew(); return false; };
onpopstate = renew;
