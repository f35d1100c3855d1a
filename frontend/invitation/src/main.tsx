/** The page at `/i/{secret}` and `/join`. */
import './style.css';
import { render } from 'preact';
import { invitationOf, type Look } from './api';
import { InvitationScreen } from './invitation-page';
import { JoinPage } from './join-page';
import { type Talk, talk } from './talk';
import { speak, words } from './texts';
import { visitOf } from './visit';

function dress(look: Look): void {
  const { style } = document.documentElement;
  style.setProperty('--brand', look.colour);
  style.setProperty('--text-on-brand', look.text_on_it);
  style.setProperty('--brand-on-light', look.text_on_light);
  style.setProperty('--brand-on-dark', look.text_on_dark);
}

function invite(secret: string, place: HTMLElement): void {
  const invitation = invitationOf(secret);
  let talking: Promise<Talk> | null = null;
  let shown = false;

  /** The chat is there from the moment somebody waits, and seen from the moment somebody answers. */
  async function follow(): Promise<void> {
    const { page, token, stage } = visit;
    if (page === null || page === 'gone') {
      return;
    }
    if (token === null) {
      const ended = talking;
      talking = null;
      (await ended)?.end();
      return;
    }
    if (visit.page !== null && page.conversation) {
      talking ??= talk(page.channel_key, token);
    }
    if (stage === 'chat' && talking && !shown) {
      shown = true;
      (await talking).show();
      place.hidden = true;
    }
  }

  function draw(): void {
    const page = visit.page === 'gone' ? null : visit.page;
    if (page) {
      dress(page.look);
      document.title = words('title', { company: page.company });
    }
    render(<InvitationScreen visit={visit} invitation={invitation} />, place);
    void follow();
  }

  const visit = visitOf(invitation, draw);
  draw();
}

async function begin(): Promise<void> {
  await speak();
  const place = document.body.appendChild(document.createElement('div'));
  place.className = 'page';
  if (location.pathname === '/join') {
    document.title = words('title_join');
    render(<JoinPage />, place);
  } else {
    invite(decodeURIComponent(location.pathname.replace(/^\/i\//, '')), place);
  }
}

void begin();
