/** The page around a card: whose it is, and what stands at its foot. */
import type { ComponentChildren } from 'preact';
import type { Look } from './api';
import { Icon, type IconName } from './icons';
import { initials } from './stage';
import { words } from './texts';

interface FrameProps {
  company: string | null;
  look: Look | null;
  children: ComponentChildren;
}

export function Frame({ company, look, children }: FrameProps) {
  return (
    <>
      <header>{company}</header>
      <main>{children}</main>
      <footer>
        {company && <span>{words('from', { company })}</span>}
        {look?.privacy_url && (
          <a href={look.privacy_url} rel="noreferrer noopener" target="_blank">
            {words('privacy')}
          </a>
        )}
        <span>{words('by')}</span>
      </footer>
    </>
  );
}

interface CardProps {
  /** Whose face it is; else a picture stands there. */
  face?: string | undefined;
  /** Their picture, where they have one. */
  photo?: string | null | undefined;
  picture?: IconName | undefined;
  calling?: boolean;
  mark?: { text: string; tone: 'on' | 'away' | 'over' } | undefined;
  title: string;
  /** What stands below the title. */
  about: string;
  children?: ComponentChildren;
}

/** Their picture, else their initials; a sign where nobody is meant. */
function Face({ face, photo, picture }: Pick<CardProps, 'face' | 'photo' | 'picture'>) {
  if (photo) {
    return <img src={photo} alt="" />;
  }
  if (face) {
    return <span class="letters">{initials(face)}</span>;
  }
  return <span class="sign">{picture && <Icon name={picture} />}</span>;
}

export function Card({ face, photo, picture, calling, mark, title, about, children }: CardProps) {
  return (
    <section class="card" aria-label={words('invitation')}>
      <div class={calling ? 'face calling' : 'face'} aria-hidden="true">
        <Face face={face} photo={photo} picture={picture} />
      </div>
      <div role="status">
        {mark && <p class={`mark ${mark.tone}`}>{mark.text}</p>}
        <h1>{title}</h1>
        <p class="about">{about}</p>
      </div>
      {children}
    </section>
  );
}

interface ActionProps {
  icon?: IconName;
  main?: boolean;
  disabled?: boolean;
  onPress?: () => void;
  children: ComponentChildren;
}

export function Action({ icon, main, disabled, onPress, children }: ActionProps) {
  return (
    <button
      type={onPress ? 'button' : 'submit'}
      class={main ? 'action main' : 'action'}
      disabled={disabled}
      onClick={onPress}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

export function Go({ icon, main, href, children }: Omit<ActionProps, 'onPress'> & { href: string }) {
  return (
    <a class={main ? 'action main' : 'action'} href={href}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  );
}

interface FieldProps {
  id: string;
  label: string;
  error?: string | null | undefined;
  hint?: string | undefined;
  children: (described: {
    id: string;
    'aria-describedby'?: string;
    'aria-invalid'?: true;
  }) => ComponentChildren;
}

export function Field({ id, label, error, hint, children }: FieldProps) {
  const below = error ?? hint;
  const described = {
    id,
    ...(below ? { 'aria-describedby': `${id}-below` } : {}),
    ...(error ? { 'aria-invalid': true as const } : {}),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(described)}
      {below && (
        <span id={`${id}-below`} class={error ? 'below wrong' : 'below'} role={error ? 'alert' : undefined}>
          {error && <Icon name="warning" />}
          {below}
        </span>
      )}
    </div>
  );
}
