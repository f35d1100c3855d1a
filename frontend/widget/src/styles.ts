/** The panel's look, in a constructed stylesheet: no style element, so a strict Content-Security-Policy of the host allows it. */
const CSS = `
*,*::before,*::after{box-sizing:border-box}
.panel,.tease{--text:#1c1d1a;--text-2:#52534c;--text-3:#66675f;--surface:#fff;--bubble:#f0f0ec;--line:#e5e5e0;--control:#8a8b82;
--soft:color-mix(in srgb,var(--brand) 12%,var(--surface));--bad:#a5221d;
font:400 14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:var(--text)}
.dark{--text:#ecedef;--text-2:#b8bbc2;--text-3:#9a9ea8;--surface:#17181b;--bubble:#26282d;--line:#2a2c31;--control:#70747e;--bad:#ffa8a2;
color-scheme:dark}
.panel{position:fixed;z-index:2147483001;inset-block-end:24px;inset-inline-end:24px;width:376px;height:588px;max-height:calc(100dvh - 48px);
background:var(--surface);border-radius:16px;box-shadow:0 2px 6px rgb(28 29 26/.1),0 18px 48px rgb(28 29 26/.2);display:flex;
flex-direction:column;overflow:hidden;text-align:start}
.panel[hidden]{display:none}
.page{inset:0;width:100%;height:100dvh;max-height:none;border-radius:0}
button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer}
:focus-visible{outline:2px solid var(--focus,#2c5be0);outline-offset:2px}
header{background:var(--brand);color:var(--on-brand);padding:14px 10px 14px 16px;display:flex;align-items:center;gap:11px;--focus:var(--on-brand)}
header div{flex:1;min-width:0}
header b{display:block;font-size:15px;line-height:1.3;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
header small{font-size:12.5px}
.face{width:36px;height:36px;border-radius:50%;display:grid;place-items:center;background:color-mix(in srgb,var(--on-brand) 20%,transparent);
font-weight:600;font-size:13px;flex:none}
.icon{width:40px;height:40px;display:grid;place-items:center;border-radius:8px;color:inherit;flex:none}
.icon:hover{background:color-mix(in srgb,currentColor 12%,transparent)}
svg{width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round;flex:none}
svg.small{width:16px;height:16px}
.strip{padding:6px 16px;font-size:12.5px;background:var(--soft)}
.body{flex:1;overflow:auto;padding:16px;display:flex;flex-direction:column;gap:4px;scrollbar-width:thin;overscroll-behavior:contain}
.body>*{flex:none}
.in,.out{max-width:84%;padding:9px 13px;line-height:1.48;border-radius:16px;overflow-wrap:anywhere;white-space:pre-wrap;unicode-bidi:plaintext}
.in{background:var(--bubble);border-end-start-radius:4px;align-self:flex-start}
.out{background:var(--brand);color:var(--on-brand);border-end-end-radius:4px;align-self:flex-end}
.meta{font-size:12px;color:var(--text-3);margin:0 4px 8px;display:flex;gap:4px;align-items:center}
.meta.mine{align-self:flex-end}
.meta button{text-decoration:underline;min-height:24px}
.meta.bad{color:var(--bad)}
.event{text-align:center;color:var(--text-3);font-size:12.5px;margin:4px 0 10px}
.file{display:flex;gap:10px;align-items:center;padding:8px 12px 8px 8px;border:1px solid var(--line);border-radius:12px;margin-top:2px;max-width:84%;
overflow-wrap:anywhere;text-align:start}
.file.mine{align-self:flex-end}
.file span{display:block;font-size:12px;color:var(--text-3)}
.dots{display:flex;gap:4px;padding:13px;align-self:flex-start}
.dots i{width:6px;height:6px;border-radius:50%;background:var(--text-3);animation:dot 1.2s infinite}
.dots i:nth-child(2){animation-delay:.2s}.dots i:nth-child(3){animation-delay:.4s}
@keyframes dot{30%{opacity:.25}}
.place{background:var(--soft);border-radius:12px;padding:18px 16px;text-align:center;margin:4px 0 12px}
.place b{display:block;font-size:32px;line-height:1.15;font-variant-numeric:tabular-nums}
.hint{color:var(--text-2);font-size:13.5px;text-align:center;margin:0 6px 12px}
.ideas{display:flex;flex-wrap:wrap;gap:8px;margin:10px 0}
.ideas button{min-height:36px;padding:0 13px;border-radius:18px;border:1px solid var(--strong);color:var(--strong);font-weight:500}
.ideas button:hover{background:var(--soft)}
form{display:flex;flex-direction:column;gap:12px;margin:0}
.push{margin-top:auto}
label{display:block;font-weight:500;font-size:13.5px}
label.tick{display:flex;gap:10px;font-weight:400;align-items:flex-start}
label em{font-style:normal;font-weight:400;color:var(--text-3)}
input:not([type=checkbox]),textarea.field{display:block;width:100%;margin-top:5px;height:42px;padding:0 12px;font:inherit;font-size:16px;color:inherit;
background:var(--surface);border:1px solid var(--control);border-radius:8px}
textarea.field{height:auto;padding:9px 12px;resize:vertical}
input[type=checkbox]{width:18px;height:18px;margin:1px 0 0;accent-color:var(--brand);flex:none}
[aria-invalid=true]{border-color:var(--bad)}
.error{display:block;color:var(--bad);font-size:13px;margin-top:4px;font-weight:400}
.main,.plain{min-height:44px;border-radius:8px;font-weight:600;display:flex;align-items:center;justify-content:center;gap:8px;width:100%;font-size:14.5px}
.main{background:var(--brand);color:var(--on-brand)}
.plain{color:var(--strong);border:1px solid var(--control);margin-top:8px}
.plain.bare{border-color:transparent}
[aria-disabled=true]{opacity:.6;cursor:default}
a{color:var(--strong)}
.compose{flex-direction:row;border-top:1px solid var(--line);padding:8px 8px 8px 14px;align-items:flex-end;gap:2px}
.compose:focus-within{box-shadow:inset 0 2px 0 var(--brand)}
.compose textarea{flex:1;min-width:0;border:0;background:none;resize:none;font:inherit;font-size:16px;line-height:1.4;padding:8px 0;color:inherit;
max-height:140px;field-sizing:content;min-height:38px;height:38px}
.compose textarea:focus-visible{outline:none}
.compose textarea::placeholder{color:var(--text-3);opacity:1}
.go{background:var(--brand);color:var(--on-brand);border-radius:50%}
.by{text-align:center;font-size:12px;color:var(--text-3);padding:2px 0 10px}
.rate{display:flex;justify-content:center;gap:6px;border:0;padding:0;margin:14px 0 0}
.rate legend{font-weight:600;font-size:15px;margin:0 auto 10px}
.rate button{width:56px;padding:8px 0;border-radius:10px;color:var(--text-2);font-size:12px}
.rate b{display:block;font-size:18px}
.rate [aria-pressed=true]{background:var(--soft);color:var(--strong);box-shadow:inset 0 0 0 1.5px var(--strong)}
details summary{list-style:none;cursor:pointer}
.menu{position:absolute;z-index:1;inset-block-start:56px;inset-inline-end:12px;background:var(--surface);color:var(--text);border-radius:12px;
box-shadow:0 2px 6px rgb(0 0 0/.1),0 12px 32px rgb(0 0 0/.2);padding:6px;min-width:200px;--focus:#2c5be0}
.menu button{display:block;width:100%;text-align:start;padding:10px 12px;border-radius:8px}
.menu button:hover{background:var(--soft)}
.tease{position:fixed;z-index:2147483000;inset-block-end:96px;inset-inline-end:24px;background:var(--surface);border-radius:16px 16px 4px;
padding:11px 14px;box-shadow:0 4px 16px rgb(28 29 26/.18);max-width:250px;display:flex;gap:8px;align-items:flex-start}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.drop{outline:2px dashed var(--strong);outline-offset:-8px}
@media(max-width:480px){.panel{inset:0;width:100%;height:100dvh;max-height:none;border-radius:0;padding-bottom:env(safe-area-inset-bottom)}}
@media(prefers-reduced-motion:reduce){.dots i{animation:none}}
`;

/** Adds the panel's stylesheet to the widget's shadow root, once. */
export function dress(root: ShadowRoot): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** Relative luminance of `#rrggbb`, by WCAG 2.2. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((place) => {
    const part = Number.parseInt(colour.slice(place, place + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * The company's one colour and what stands on it: black or white, whichever contrasts more, so that one of them always
 * reaches 4.5:1; coloured text on white falls back to near-black where the colour is too light for it.
 */
export function paint(host: HTMLElement, colour: string): void {
  const brand = /^#[0-9a-f]{6}$/i.test(colour) ? colour : '#22231f';
  const light = luminance(brand);
  const onWhite = 1.05 / (light + 0.05);
  host.style.setProperty('--brand', brand);
  host.style.setProperty('--on-brand', onWhite >= (light + 0.05) / 0.05 ? '#ffffff' : '#000000');
  host.style.setProperty('--strong', onWhite >= 4.5 ? brand : '#1c1d1a');
}
