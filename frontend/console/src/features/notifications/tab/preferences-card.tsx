import { useId, useState } from 'react';
import type { NotificationKind } from '../../../../../shared/api/views';
import { Icon, SkeletonRows, Switch } from '../../../ui';
import type { PreferencesView, Way } from '../preferences';
import { useReadiness } from '../readiness';
import { useTexts } from '../texts';
import { changePreferences } from './change';

/** In the order of the list, with the ways that there are for each: push carries only what cannot wait. */
const EVENTS: readonly (readonly [NotificationKind, readonly Way[]])[] = [
  ['offer', ['sound', 'browser']],
  ['queue', ['sound', 'browser']],
  ['message', ['sound', 'browser', 'push']],
  ['transfer', ['sound', 'browser']],
  ['reply_due', ['sound', 'browser']],
  ['woken', ['sound', 'browser']],
  ['allowance', ['sound', 'browser']],
  ['back_at', ['sound', 'browser']],
  ['invitation', ['sound', 'browser', 'push']],
  ['connection', ['push']],
];
const WAYS: readonly Way[] = ['sound', 'browser', 'push'];

function EventRow({
  kind,
  ways,
  held,
}: {
  kind: NotificationKind;
  ways: readonly Way[];
  held: PreferencesView;
}) {
  const t = useTexts();
  const name = t(`when_${kind}`);
  return (
    <div className="notif-row">
      <div>
        <div className="m">{name}</div>
        <div className="sm t3">{t(`when_${kind}_hint`)}</div>
      </div>
      {WAYS.map((way) =>
        ways.includes(way) ? (
          <Switch
            key={way}
            on={held.events[kind][way]}
            onChange={(on) => changePreferences({ events: { [kind]: { [way]: on } } })}
            label={t(`way_${way}`, { event: name })}
          />
        ) : (
          <span key={way} />
        ),
      )}
    </div>
  );
}

/** Heard while it is moved, kept when it is let go. */
function Volume({ held }: { held: PreferencesView }) {
  const t = useTexts();
  const id = useId();
  const [moving, setMoving] = useState<number | null>(null);
  const volume = moving ?? held.volume;
  const keep = () => {
    if (moving !== null) {
      changePreferences({ volume: moving }).then(() => setMoving(null));
    }
  };
  return (
    <div className="notif-volume">
      <label htmlFor={id} className="m">
        {t('volume')}
      </label>
      <Icon name="speaker" />
      <input
        type="range"
        className="range"
        id={id}
        min={0}
        max={100}
        step={5}
        value={volume}
        aria-valuetext={t('volume_percent', { volume })}
        onChange={({ target }) => setMoving(target.valueAsNumber)}
        onPointerUp={keep}
        onKeyUp={keep}
        onBlur={keep}
      />
      <span className="num t3 sm">{t('volume_percent', { volume })}</span>
    </div>
  );
}

/** Of each event by each way, and how loud. */
export function PreferencesCard() {
  const t = useTexts();
  const ids = useId();
  const { preferences } = useReadiness();
  return (
    <section className="card" aria-labelledby={`${ids}-title`}>
      <div className="h">
        <h3 id={`${ids}-title`}>{t('tell_me_when')}</h3>
      </div>
      <p className="sm t2 notif-lead">{t('lead')}</p>
      {preferences ? (
        <>
          <div className="notif-row notif-head sm t3" aria-hidden="true">
            <span />
            <span>{t('sound')}</span>
            <span>{t('browser')}</span>
            <span>{t('push')}</span>
          </div>
          {EVENTS.map(([kind, ways]) => (
            <EventRow key={kind} kind={kind} ways={ways} held={preferences} />
          ))}
          <div className="notif-words">
            <div className="grow">
              <div className="m" id={`${ids}-words`}>
                {t('show_words')}
              </div>
              <div className="sm t3" id={`${ids}-hint`}>
                {t('show_words_hint')}
              </div>
            </div>
            <Switch
              on={preferences.show_words}
              onChange={(show_words) => changePreferences({ show_words })}
              labelledBy={`${ids}-words`}
              describedBy={`${ids}-hint`}
            />
          </div>
          <Volume held={preferences} />
        </>
      ) : (
        <SkeletonRows count={4} />
      )}
    </section>
  );
}
