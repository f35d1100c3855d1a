import { useWorkspace } from '../../foundation/desk/context';
import { AnswerPane, Link, openHomeTab, useAnswer } from '../../shell';
import { ChannelTile, Chip, Icon, useKindName } from '../../ui';
import { useTexts } from './texts';

const WHOLE_PERCENT = 100;

function ReadOnly() {
  const t = useTexts();
  return (
    <span className="end sm t3 row g1">
      <Icon name="lock" size="xs" />
      {t('read_only')}
    </span>
  );
}

/** How much longer than usual every deadline is for this operator; an administrator sets it. */
export function AllowanceCard() {
  const t = useTexts();
  const percent = useWorkspace(({ me }) => me.time_allowance_percent);
  const offer = useWorkspace(({ company_settings }) => company_settings.offer_deadline_seconds);
  const call = useWorkspace(({ company_settings }) => company_settings.call_offer_deadline_seconds);
  const own = (seconds: number) => t('seconds', { count: Math.floor((seconds * percent) / WHOLE_PERCENT) });
  const lines = [
    { words: t('to_accept_offer'), usual: offer },
    { words: t('to_accept_call'), usual: call },
  ];
  return (
    <section className="card" aria-labelledby="profile-allowance">
      <div className="h">
        <h3 id="profile-allowance">{t('allowance')}</h3>
        <ReadOnly />
      </div>
      <table className="profile-table">
        <thead>
          <tr>
            <td />
            <th scope="col">{t('you')}</th>
            <th scope="col">{t('usual')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ words, usual }) => (
            <tr key={words}>
              <th scope="row">{words}</th>
              <td className="m num">{own(usual)}</td>
              <td className="t3 num">{t('seconds', { count: usual })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="sm t3 profile-note">
        {percent > WHOLE_PERCENT
          ? t('allowance_longer', { times: percent / WHOLE_PERCENT })
          : t('allowance_usual')}
      </p>
    </section>
  );
}

/** Where the operator serves; an administrator assigns it. */
export function AssignedCard() {
  const t = useTexts();
  const kindName = useKindName();
  const groups = useAnswer<{ items: { id: string; name: string }[] }>('/groups');
  const groupIds = useWorkspace(({ me }) => me.group_ids);
  const channels = useWorkspace((workspace) => workspace.channels);
  return (
    <section className="card" aria-labelledby="profile-assigned">
      <div className="h">
        <h3 id="profile-assigned">{t('assigned')}</h3>
        <ReadOnly />
      </div>
      <div className="profile-note">
        <AnswerPane of={groups}>
          {({ items }) => (
            <div className="row g2 profile-groups">
              {items
                .filter(({ id }) => groupIds.includes(id))
                .map(({ id, name }) => (
                  <Chip key={id}>{name}</Chip>
                ))}
            </div>
          )}
        </AnswerPane>
        <ul className="profile-channels">
          {[...channels.values()].map(({ id, kind, name }) => (
            <li key={id} className="row">
              <ChannelTile kind={kind} silent />
              <span className="grow ell">{name}</span>
              <span className="sm t3">{kindName(kind)}</span>
            </li>
          ))}
        </ul>
        <p className="sm t3">
          {t.rich('assigned_hint', {
            channels: (
              <Link to="/" onClick={() => openHomeTab('channels')}>
                {t('channels')}
              </Link>
            ),
          })}
        </p>
      </div>
    </section>
  );
}
