declare const __PANEL_FILE__: string;

const script = document.currentScript as HTMLScriptElement;
import(/* @vite-ignore */ new URL(__PANEL_FILE__, script.src).href).then(
  (panel: typeof import('./panel')) => {
    panel.open(document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'open' }));
  },
);
