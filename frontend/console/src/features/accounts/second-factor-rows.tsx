import { useState } from 'react';
import { AnswerPane, useAnswer } from '../../shell';
import { Button, Chip, Icon, type IconName, Time } from '../../ui';
import { PATH, type SecondFactorView } from './second-factor';
import { type Purpose, SecondFactorDialog } from './second-factor-dialog';
import { useTexts } from './texts';

interface RowProps {
  icon: IconName;
  title: string;
  about: React.ReactNode;
  children: React.ReactNode;
}

function Row({ icon, title, about, children }: RowProps) {
  return (
    <div className="profile-line">
      <span className="profile-icon">
        <Icon name={icon} />
      </span>
      <div className="grow">
        <div className="m">{title}</div>
        <div className="sm t3">{about}</div>
      </div>
      {children}
    </div>
  );
}

interface RowsProps {
  factor: SecondFactorView;
  onAsk: (purpose: Purpose) => void;
}

function Rows({ factor, onAsk }: RowsProps) {
  const t = useTexts();
  const { on, since, recovery_codes_left: left } = factor;
  if (!on) {
    return (
      <Row icon="lock" title={t('second_factor')} about={t('second_factor_off_hint')}>
        <Button size="s" aria-label={t('second_factor_set_up_name')} onClick={() => onAsk('set_up')}>
          {t('second_factor_set_up')}
        </Button>
      </Row>
    );
  }
  const about = since && t.rich('second_factor_since', { time: <Time at={since} style="moment" /> });
  return (
    <>
      <Row icon="lock" title={t('second_factor')} about={about}>
        <Chip tone="ok" icon="tick">
          {t('on')}
        </Chip>
        <Button size="s" aria-label={t('second_factor_turn_off_name')} onClick={() => onAsk('remove')}>
          {t('second_factor_turn_off')}
        </Button>
      </Row>
      <Row icon="key" title={t('recovery_codes')} about={t('recovery_codes_left', { count: left })}>
        <Button size="s" onClick={() => onAsk('codes')}>
          {t('new_codes')}
        </Button>
      </Row>
    </>
  );
}

/** The second step of signing in: whether it is on, and what can be done about it. */
export function SecondFactorRows() {
  const factor = useAnswer<SecondFactorView>(PATH);
  const [asked, setAsked] = useState<Purpose | null>(null);
  const close = () => {
    setAsked(null);
    factor.again();
  };
  return (
    <>
      <AnswerPane of={factor}>{(value) => <Rows factor={value} onAsk={setAsked} />}</AnswerPane>
      {asked && <SecondFactorDialog purpose={asked} onClose={close} />}
    </>
  );
}
