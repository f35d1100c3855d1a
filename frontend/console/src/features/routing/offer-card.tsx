import './offer.css';
import { useEffect, useState } from 'react';
import type { OfferView } from '../../../../shared/api/views';
import { useDesk, useLiveState } from '../../foundation/desk/context';
import {
  Button,
  ChannelTile,
  IconButton,
  Menu,
  MenuItem,
  Time,
  toMilliseconds,
  useKindName,
  useNow,
} from '../../ui';
import { languageName, nameIn } from '../clients/client-name';
import { accept, decline, reportShown } from './offer-verbs';
import { useTexts } from './texts';

const REASONS = ['decline_topic', 'decline_language', 'decline_busy', 'decline_known'] as const;

/** Tells the server as soon as the card is painted on a page that is looked at. */
function useShownReport(offer: OfferView): void {
  const { id, delivered_at } = offer;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per offer, however often its view changes
  useEffect(() => {
    if (delivered_at !== null) {
      return;
    }
    let frame = 0;
    const report = () => {
      if (document.visibilityState === 'visible') {
        document.removeEventListener('visibilitychange', report);
        // The second frame comes after the first was painted.
        frame = requestAnimationFrame(() => {
          frame = requestAnimationFrame(() => reportShown(offer));
        });
      }
    };
    document.addEventListener('visibilitychange', report);
    report();
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('visibilitychange', report);
    };
  }, [id]);
}

function Countdown({ offer }: { offer: OfferView }) {
  const deadline = toMilliseconds(offer.deadline);
  // In steps of whole percents, one second ahead, because the bar takes a second to get there.
  const percent = useNow((now) =>
    Math.round(Math.min(1, Math.max(0, (deadline - now - 1000) / (offer.seconds * 1000))) * 100),
  );
  return <span className="bar" style={{ width: `${percent}%` }} />;
}

function DeclineReasons({ onChoose }: { onChoose: (reason: string) => void }) {
  const t = useTexts();
  return (
    <Menu
      label={t('decline_with_reason')}
      trigger={<IconButton icon="down" iconSize="s" size="s" label={t('decline_with_reason')} />}
    >
      {REASONS.map((reason) => (
        <MenuItem key={reason} onSelect={() => onChoose(t(reason))}>
          {t(reason)}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** A client who is presented to this operator, with the time there is to answer. */
export function OfferCard({ offer, keys }: { offer: OfferView; keys: boolean }) {
  const t = useTexts();
  const desk = useDesk();
  const kindName = useKindName();
  const offline = useLiveState() !== 'live';
  const [busy, setBusy] = useState(false);
  useShownReport(offer);
  const { conversation } = offer;
  const { channel_kind, queue_name, language, thread } = conversation;
  const name = nameIn(conversation);
  const take = async () => {
    setBusy(true);
    await accept(desk, offer);
    setBusy(false);
  };
  return (
    <section
      className="offer"
      aria-label={t('offered', { name, channel: kindName(channel_kind) })}
      data-offer={offer.id}
    >
      <div className="row">
        <ChannelTile kind={channel_kind} />
        <div className="grow">
          <div className="b ell">{name}</div>
          <div className="sm t2 ell">
            {[queue_name, language && languageName(language)].filter(Boolean).join(' · ')}
          </div>
        </div>
        <span className="num b sm offer-time" aria-hidden="true">
          <Time at={offer.deadline} style="seconds" />
        </span>
      </div>
      {thread.last?.text && <p className="q">{t('quoted', { words: thread.last.text })}</p>}
      <div className="row offer-buttons">
        <Button
          look="primary"
          size="s"
          className="grow"
          {...(keys ? { keys: 'A' } : {})}
          busy={busy && t('accepting')}
          disabledBecause={offline && t('accept_offline')}
          onClick={take}
        >
          {t('accept')}
        </Button>
        <Button size="s" {...(keys ? { keys: 'D' } : {})} onClick={() => decline(desk, offer)}>
          {t('decline')}
        </Button>
        <DeclineReasons onChoose={(reason) => decline(desk, offer, reason)} />
      </div>
      <Countdown offer={offer} />
    </section>
  );
}
