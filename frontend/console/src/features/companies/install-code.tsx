import { CopyButton } from '../../ui';
import './install-code.css';
import { useTexts } from './texts';

/** The line that a website includes. */
export function installCode(origin: string, channelKey: string): string {
  return `<script src="${origin}/widget.js" data-channel="${channelKey}" async></script>`;
}

/** What to put into the website, ready to be copied. */
export function InstallCode({ channelKey }: { channelKey: string }) {
  const t = useTexts();
  const code = installCode(window.location.origin, channelKey);
  return (
    <div className="card">
      <div className="h">
        <h2>{t('install_code')}</h2>
        <span className="end">
          <CopyButton size="s" text={code} />
        </span>
      </div>
      <pre className="install-code mono">{code}</pre>
      <p className="sm t2">{t('install_code_hint')}</p>
    </div>
  );
}
