import { useEffect, useState } from 'react';
import { useDesk, useLiveState } from '../../foundation/desk/context';
import { mine } from '../../foundation/workspace/lists';
import { Button, classes, Icon, type IconName, stopTicking } from '../../ui';
import { useTexts } from './texts';

/** Counted from the last sign of life, in milliseconds. */
const AMBER = 2000;
const RED = 20_000;
/** How long the strip says that everything is well again. */
const GREEN = 3000;

export type Weather = 'well' | 'amber' | 'red' | 'green';

/** What the strip says as time goes by after the connection was lost, and after it is back. */
function useWeather(): Weather {
  const { store } = useDesk();
  const live = useLiveState() === 'live';
  const [weather, setWeather] = useState<Weather>('well');
  useEffect(() => {
    if (live) {
      // Nobody needs to hear of a cut that nobody has seen.
      setWeather((before) => (before === 'amber' || before === 'red' ? 'green' : before));
      const timer = setTimeout(() => setWeather('well'), GREEN);
      return () => clearTimeout(timer);
    }
    const silent = store.live ? performance.now() - store.live.heardAt : 0;
    const timers = [
      setTimeout(
        () => setWeather((before) => (before === 'red' ? 'red' : 'amber')),
        Math.max(0, AMBER - silent),
      ),
      setTimeout(() => setWeather('red'), Math.max(0, RED - silent)),
    ];
    return () => {
      for (const timer of timers) {
        clearTimeout(timer);
      }
    };
  }, [store, live]);
  useEffect(() => {
    // Without the server nobody knows how long a client has been waiting.
    stopTicking(weather === 'amber' || weather === 'red');
    return () => stopTicking(false);
  }, [weather]);
  return weather;
}

/** What went out and what came in since the connection was lost. */
function useExchanged(weather: Weather): { sent: number; received: number } {
  const { store, outbox } = useDesk();
  const [waited, setWaited] = useState(0);
  const [received, setReceived] = useState(0);
  const [left, setLeft] = useState(0);
  const away = weather === 'amber' || weather === 'red';
  useEffect(() => {
    const look = () => {
      setLeft(outbox.waiting);
      setWaited((before) => (away ? outbox.waiting : Math.max(before, outbox.waiting)));
    };
    look();
    return outbox.subscribe(look);
  }, [outbox, away]);
  useEffect(() => {
    if (weather === 'well') {
      setReceived(0);
      setWaited(0);
    }
    return store.hear({
      onEvent: ({ event, data }, _, workspace) => {
        const { conversation_id } = data as { conversation_id?: string };
        if (event === 'message.received' && mine(workspace).some(({ id }) => id === conversation_id)) {
          setReceived((count) => count + 1);
        }
      },
    });
  }, [store, weather]);
  return { sent: Math.max(0, waited - left), received };
}

const ICONS: Readonly<Record<Exclude<Weather, 'well'>, IconName>> = {
  amber: 'refresh',
  red: 'wifi-off',
  green: 'tick',
};
const LOOKS: Readonly<Record<Exclude<Weather, 'well'>, string | undefined>> = {
  amber: undefined,
  red: 'bad',
  green: 'ok',
};

/** Under the top bar: says how the connection is as soon as that matters. */
export function ConnectionStrip() {
  const t = useTexts();
  const { store } = useDesk();
  const weather = useWeather();
  const { sent, received } = useExchanged(weather);
  const words = {
    well: '',
    amber: t('reconnecting'),
    red: t('offline'),
    green: [
      t('back_online'),
      sent > 0 && t('messages_sent', { count: sent }),
      received > 0 && t('messages_new', { count: received }),
    ]
      .filter(Boolean)
      .join(' '),
  };
  return (
    <>
      {weather !== 'well' && (
        <div className={classes('strip', LOOKS[weather])} role={weather === 'red' ? 'alert' : 'status'}>
          <Icon name={ICONS[weather]} />
          <span className="grow">{words[weather]}</span>
          {weather === 'red' && (
            <Button size="s" onClick={() => store.live?.tryNow()}>
              {t('try_now')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
