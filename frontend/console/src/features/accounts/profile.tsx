import { AnswerPane, useAnswer } from '../../shell';
import { type Account, followAccount } from './account';
import { AllowanceCard, AssignedCard } from './assigned-cards';
import { DevicesCard } from './devices-card';
import { KeysCard } from './keys-card';
import { NotificationsCard } from './notifications-card';
import { PasswordRow } from './password-row';
import { Picture } from './picture';
import './profile.css';
import { SecondFactorRows } from './second-factor-rows';
import { useTexts } from './texts';
import { ThemeCard } from './theme-card';
import { YouCard } from './you-card';

function Cards({ account, onChange }: { account: Account; onChange: (account: Account) => void }) {
  const t = useTexts();
  const changed = (next: Account) => {
    onChange(next);
    followAccount(next);
  };
  return (
    <>
      <div className="row profile-head">
        <Picture account={account} onChange={changed} />
        <div className="grow">
          <h2>{account.name}</h2>
          <p className="t2">
            {t(`role_${account.role}`)} · {account.email}
          </p>
        </div>
      </div>
      <div className="profile">
        <div className="col">
          <YouCard account={account} onChange={changed} />
          <section className="card" aria-labelledby="profile-sign-in">
            <div className="h">
              <h3 id="profile-sign-in">{t('sign_in_card')}</h3>
            </div>
            <PasswordRow />
            <SecondFactorRows />
          </section>
          <DevicesCard />
        </div>
        <div className="col">
          <ThemeCard onChange={changed} />
          <KeysCard />
          <NotificationsCard />
          <AllowanceCard />
          <AssignedCard />
        </div>
      </div>
    </>
  );
}

/** What an operator sets for themselves. Each card loads, saves and fails alone. */
export function Profile() {
  const me = useAnswer<Account>('/me');
  return (
    <main id="main" className="scroll" tabIndex={-1} data-pane>
      <div className="page">
        <AnswerPane of={me}>{(account) => <Cards account={account} onChange={me.replace} />}</AnswerPane>
      </div>
    </main>
  );
}
