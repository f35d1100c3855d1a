import { useState } from 'react';
import { request } from '../../foundation/http';
import { AnswerPane, refusalWords, useAnswer } from '../../shell';
import { Button, Chip, Icon, PresenceMark, Time, toast } from '../../ui';
import { deviceName } from './device-name';
import { useTexts } from './texts';

/** One device on which the operator is signed in. */
interface SignedInDevice {
  id: string;
  device: string;
  network_address: string;
  created_at: string;
  last_seen_at: string;
  current: boolean;
}

interface Devices {
  items: SignedInDevice[];
  /** Somebody knew the address, and not the password or code. */
  last_failed: { device: string; network_address: string; at: string } | null;
}

interface DeviceRowProps {
  device: SignedInDevice;
  onSignOut: () => Promise<void>;
}

function DeviceRow({ device, onSignOut }: DeviceRowProps) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const signOut = async () => {
    setBusy(true);
    await onSignOut();
    setBusy(false);
  };
  const name = deviceName(device.device);
  const times = {
    signed_in: <Time at={device.created_at} style="moment" />,
    seen: <Time at={device.last_seen_at} style="moment" />,
  };
  return (
    <li className="profile-line">
      <span className="profile-icon">
        <Icon name="computer" />
      </span>
      <div className="grow">
        <div className="m">
          {name} {device.current && <Chip tone="accent">{t('this_device')}</Chip>}
        </div>
        <div className="sm t3">
          {device.network_address} · {t.rich(device.current ? 'signed_in_at' : 'last_used_at', times)}
        </div>
      </div>
      {device.current ? (
        <span className="sm t2 row g2">
          <PresenceMark presence="online" />
          {t('active_now')}
        </span>
      ) : (
        <Button
          size="s"
          aria-label={t('sign_out_there_name', { device: name })}
          busy={busy && t('signing_out')}
          onClick={signOut}
        >
          {t('sign_out_there')}
        </Button>
      )}
    </li>
  );
}

/** Where the operator is signed in, and how to end it there. */
export function DevicesCard() {
  const t = useTexts();
  const devices = useAnswer<Devices>('/me/sessions');
  const signOut = async (path: string) => {
    try {
      await request('DELETE', path);
      devices.again();
    } catch (failure) {
      toast({ title: t('not_signed_out'), body: refusalWords(failure), tone: 'alert', icon: 'warning' });
    }
  };
  const failed = devices.answer?.last_failed;
  const others = devices.answer?.items.some(({ current }) => !current) ?? false;
  return (
    <section className="card" aria-labelledby="profile-devices">
      <div className="h">
        <h3 id="profile-devices">{t('devices')}</h3>
        <span className="cnt">{devices.answer?.items.length}</span>
        {others && (
          <span className="end">
            <Button size="s" onClick={() => signOut('/me/sessions')}>
              {t('sign_out_elsewhere')}
            </Button>
          </span>
        )}
      </div>
      <AnswerPane of={devices}>
        {({ items }) => (
          <ul>
            {items.map((device) => (
              <DeviceRow
                key={device.id}
                device={device}
                onSignOut={() => signOut(`/me/sessions/${encodeURIComponent(device.id)}`)}
              />
            ))}
          </ul>
        )}
      </AnswerPane>
      <p className="sm t3 profile-foot">
        {t('devices_hint')}{' '}
        {failed &&
          t.rich('last_failed', {
            at: <Time at={failed.at} style="moment" />,
            device: deviceName(failed.device),
            address: failed.network_address,
          })}
      </p>
    </section>
  );
}
