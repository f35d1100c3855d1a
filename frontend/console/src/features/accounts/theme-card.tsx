import { refusalWords, setTheme, type Theme, useTheme } from '../../shell';
import { Segmented, toast } from '../../ui';
import { type Account, changeAccount } from './account';
import { useTexts } from './texts';

/** Takes effect at once here, and on the operator's other devices with their next start. */
export function ThemeCard({ onChange }: { onChange: (account: Account) => void }) {
  const t = useTexts();
  const theme = useTheme();
  const choose = async (chosen: Theme) => {
    setTheme(chosen);
    try {
      onChange(await changeAccount({ theme: chosen }));
    } catch (failure) {
      toast({ title: t('theme_here_only'), body: refusalWords(failure), tone: 'alert', icon: 'warning' });
    }
  };
  return (
    <section className="card" aria-labelledby="profile-theme">
      <div className="h">
        <h3 id="profile-theme">{t('theme')}</h3>
        <span className="end">
          <Segmented
            labelledBy="profile-theme"
            value={theme}
            onChange={choose}
            options={[
              { value: 'auto', label: t('theme_auto') },
              { value: 'light', label: t('theme_light'), icon: 'sun' },
              { value: 'dark', label: t('theme_dark'), icon: 'moon' },
            ]}
          />
        </span>
      </div>
      <p className="sm t3 profile-note">{t('theme_hint')}</p>
    </section>
  );
}
