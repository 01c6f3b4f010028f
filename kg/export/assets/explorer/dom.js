// Elements are made by these functions alone: text enters as text, links only if they are http or https.
(function (kg) {
  "use strict";

  kg.el = function (tag, props, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "class") node.className = value;
      else if (name === "text") node.textContent = value;
      else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (name === "style") for (const key in value) node.style.setProperty(key, value[key]);
      else if (name === "checked" || name === "value" || name === "disabled" || name === "open" || name === "selected") node[name] = value;
      else node.setAttribute(name, value === true ? "" : value);
    }
    for (const child of children.flat(2)) if (child !== null && child !== undefined && child !== false && child !== "") node.append(child);
    return node;
  };

  // Bidi marks and control characters can make text show other than it is; each becomes a visible mark.
  const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
  kg.visible = (text) => String(text).replace(INVISIBLE, "\u2423");

  kg.webAddress = (url) => /^https?:\/\/[^\s]+$/i.test(url || "") ? url : "";

  kg.link = function (url, text) {
    const safe = kg.webAddress(url);
    return safe ? kg.el("a", { href: safe, target: "_blank", rel: "noopener noreferrer nofollow", text }) : kg.el("span", { class: "faint", text: kg.t("noUrl") });
  };

  kg.button = (text, action, props) => kg.el("button", { type: "button", ...props, onclick: action }, text);
  kg.replace = (node, ...children) => node.replaceChildren(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
})(window.kg = window.kg || {});
