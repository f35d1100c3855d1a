import type {
  ChannelView,
  ConversationView,
  EntryView,
  NotificationView,
  OfferView,
  QueueView,
  StatusView,
  ThreadView,
  WorkspaceView,
} from '../../../../shared/api/views';

const AT = '2026-11-24T10:00:00.000Z';

export function aThread(conversationId: string, changes: Partial<ThreadView> = {}): ThreadView {
  return {
    conversation_id: conversationId,
    version: 1,
    entries: 0,
    unread: 0,
    client_unread: 0,
    client_read: 0,
    client_received: 0,
    operator_read: 0,
    waiting_since: null,
    last_at: null,
    last: null,
    ...changes,
  };
}

export function aConversation(id: string, changes: Partial<ConversationView> = {}): ConversationView {
  return {
    id,
    version: 1,
    state: 'queued',
    state_since: AT,
    channel_id: 'shop',
    channel_kind: 'webchat',
    channel_name: 'Alderway Shop',
    client: { id: `client-${id}`, name: null, email: null, phone: null, language: null },
    identity: { kind: 'visitor', value_shown: null },
    queue_id: 'sales',
    queue_name: 'Sales',
    owner_id: null,
    owner_name: null,
    offered_to: null,
    collaborators: [],
    subject: null,
    language: null,
    priority: 0,
    opened_at: AT,
    queued_at: AT,
    service_target_seconds: 20,
    wrap_up_until: null,
    snoozed_until: null,
    ended_at: null,
    closed_at: null,
    cause: null,
    outcome_id: null,
    rating: null,
    continued_from_id: null,
    tags: [],
    parameters: [],
    page: null,
    client_online: true,
    thread: aThread(id),
    ...changes,
  };
}

export function anEntry(conversationId: string, number: number, changes: Partial<EntryView> = {}): EntryView {
  return {
    id: `${conversationId}/${number}`,
    version: 1,
    conversation_id: conversationId,
    number,
    kind: 'message',
    author: { kind: 'client', id: null, name: null },
    client_ref: null,
    text: `message ${number}`,
    files: [],
    change: null,
    delivery: null,
    at: AT,
    ...changes,
  };
}

export function anOffer(
  id: string,
  conversation: ConversationView,
  changes: Partial<OfferView> = {},
): OfferView {
  return {
    id,
    version: 1,
    conversation,
    operator_id: 'klara',
    made_at: AT,
    deadline: '2026-11-24T10:00:20.000Z',
    seconds: 20,
    delivered_at: null,
    ended_at: null,
    outcome: null,
    reason: null,
    ...changes,
  };
}

export function aNotification(id: string, changes: Partial<NotificationView> = {}): NotificationView {
  return {
    id,
    version: 1,
    what: 'message',
    conversation_id: 'c0',
    offer_id: null,
    channel_kind: 'webchat',
    queue_id: null,
    queue_name: 'Sales',
    count: 1,
    raised_at: AT,
    cue: 1,
    connection_id: 'connection-1',
    loud: true,
    sound: true,
    browser: true,
    volume: 70,
    show_words: false,
    shown_at: null,
    cleared_at: null,
    cleared_because: null,
    ...changes,
  };
}

export function aStatus(changes: Partial<StatusView> = {}): StatusView {
  return {
    operator_id: 'klara',
    version: 1,
    name: 'Klára Novotná',
    status: 'online',
    away_reason_id: null,
    since: AT,
    next: null,
    back_at: null,
    on_another_call: false,
    actor: { kind: 'operator', id: 'klara', name: 'Klára Novotná' },
    cause: 'chosen',
    reachable: true,
    unreachable_because: [],
    before: null,
    allowances: [],
    ...changes,
  };
}

export function aChannel(id: string, changes: Partial<ChannelView> = {}): ChannelView {
  return {
    id,
    channel_id: id,
    version: 1,
    kind: 'webchat',
    name: id,
    detail: `${id}.alderway.example`,
    available: true,
    since: null,
    locked: false,
    health: { state: 'working', reason: null },
    waiting: 0,
    ...changes,
  };
}

export function aQueue(id: string, changes: Partial<QueueView> = {}): QueueView {
  return {
    id,
    version: 1,
    name: id,
    group_id: id,
    group_name: id,
    operator_id: null,
    waiting: 0,
    service_target_seconds: 20,
    wrap_up_limit_seconds: 120,
    ...changes,
  };
}

export function aSnapshot(changes: Partial<WorkspaceView> = {}): WorkspaceView {
  return {
    position: 0,
    now: AT,
    me: {
      id: 'klara',
      name: 'Klára Novotná',
      public_name: 'Klára',
      email: 'klara@alderway.example',
      role: 'operator',
      language: 'en',
      picture: null,
      theme: 'auto',
      time_allowance_percent: 100,
      group_ids: ['sales'],
    },
    status: aStatus(),
    away_reasons: [],
    channels: [aChannel('shop')],
    queues: [aQueue('sales')],
    offers: [],
    conversations: [],
    notifications: [],
    company_settings: {
      name: 'Alderway',
      time_zone: 'Europe/Prague',
      operators_switch_channels: true,
      preview_before_accept: true,
      outcome_required: false,
      outgoing_mail: false,
      offer_deadline_seconds: 20,
      call_offer_deadline_seconds: 15,
      invitation_once_seconds: 86_400,
      invitation_repeatedly_seconds: 604_800,
      invitation_longest_seconds: 31_536_000,
    },
    outcomes: [],
    capacity: { total: 5, kinds: { webchat: { limit: 3, weight: 1 }, email: { limit: 6, weight: 0 } } },
    ...changes,
  };
}
