import { type KeyboardEvent, useRef } from 'react';
import { useTexts } from '../texts';

/** What operators use: a small choice, so that it is found without searching. */
const GROUPS = {
  faces: '😀 😃 😄 😁 😊 🙂 😉 😍 🥰 😎 🤗 🤔 😅 😂 🙈 😇 😢 😕 😮 😴',
  hands: '👍 👎 👌 🙌 👏 🙏 🤝 💪 👋 ✌️ 🤞 👉 👇 ✍️',
  signs: '❤️ 💚 💙 ⭐ 🔥 🎉 🎁 ✅ ❌ ⚠️ ❓ ❗ 💡 📌 ⏰ 📅',
  things: '📦 🚚 📞 📧 💬 📷 🧾 💳 🛒 🏷️ 🔧 🔑 🏠 ☀️ 🌧️ ☕',
} as const;

type Group = keyof typeof GROUPS;
const NAMES = Object.keys(GROUPS) as readonly Group[];
const COLUMNS = 8;
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowDown: COLUMNS,
  ArrowUp: -COLUMNS,
};

/** Emoji to choose from; arrows move between them. */
export function EmojiGrid({ onChoose }: { onChoose: (emoji: string) => void }) {
  const t = useTexts();
  const grid = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step) {
      event.preventDefault();
      const buttons = [...(grid.current?.querySelectorAll('button') ?? [])];
      const place = buttons.indexOf(document.activeElement as HTMLButtonElement);
      buttons[Math.min(buttons.length - 1, Math.max(0, place + step))]?.focus();
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the buttons inside
    <div className="emoji-grid" ref={grid} onKeyDown={move}>
      {NAMES.map((name) => (
        // biome-ignore lint/a11y/useSemanticElements: a named group of buttons, which <fieldset> would draw
        <div key={name} role="group" aria-label={t(`emoji_${name}`)}>
          {GROUPS[name].split(' ').map((emoji) => (
            <button type="button" key={emoji} onClick={() => onChoose(emoji)}>
              {emoji}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
