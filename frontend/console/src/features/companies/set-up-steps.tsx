import { LANGUAGE_NAMES, LANGUAGES } from '../../../../shared/i18n';
import {
  type BoundField,
  ChannelTile,
  Checkbox,
  type Option,
  PasswordField,
  SelectField,
  TextArea,
  TextField,
} from '../../ui';
import type { SetUpField } from './set-up-form';
import { useTexts } from './texts';

export interface StepProps {
  bind: (name: SetUpField) => BoundField;
}

/** Every time zone this browser knows, and the chosen one even if it does not. */
export function timeZones(chosen: string) {
  return [...new Set([chosen, ...Intl.supportedValuesOf('timeZone'), 'UTC'])].map((value) => ({
    value,
    label: value.replaceAll('_', ' '),
  }));
}

export function CompanyStep({ bind }: StepProps) {
  const t = useTexts();
  return (
    <>
      <TextField large label={t('company_name')} autoComplete="organization" {...bind('company')} />
      <SelectField
        size="l"
        label={t('time_zone')}
        hint={t('time_zone_hint')}
        options={timeZones(bind('time_zone').value)}
        {...bind('time_zone')}
      />
      <SelectField
        size="l"
        label={t('company_language')}
        hint={t('company_language_hint')}
        options={LANGUAGES.map((value): Option<string> => ({ value, label: LANGUAGE_NAMES[value] }))}
        {...bind('language')}
      />
    </>
  );
}

export function AdministratorStep({ bind }: StepProps) {
  const t = useTexts();
  return (
    <>
      <TextField large label={t('your_name')} autoComplete="name" {...bind('name')} />
      <TextField
        large
        label={t('your_email')}
        hint={t('your_email_hint')}
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        {...bind('email')}
      />
      <PasswordField
        large
        label={t('new_password')}
        hint={t('new_password_hint')}
        autoComplete="new-password"
        {...bind('password')}
      />
    </>
  );
}

export interface ChannelStepProps extends StepProps {
  wanted: boolean;
  onWanted: (wanted: boolean) => void;
}

export function ChannelStep({ bind, wanted, onWanted }: ChannelStepProps) {
  const t = useTexts();
  return (
    <>
      <div className="channel-choice" data-chosen={wanted}>
        <ChannelTile kind="webchat" size="l" silent />
        <Checkbox checked={wanted} onChange={onWanted}>
          <span className="b">{t('webchat')}</span>
          <br />
          <span className="sm t2">{t('webchat_hint')}</span>
        </Checkbox>
      </div>
      {wanted && (
        <>
          <TextField large label={t('channel_name')} hint={t('channel_name_hint')} {...bind('channel')} />
          <TextArea
            rows={3}
            label={t('sites')}
            hint={t('sites_hint')}
            spellCheck={false}
            autoCapitalize="none"
            {...bind('sites')}
          />
        </>
      )}
    </>
  );
}
