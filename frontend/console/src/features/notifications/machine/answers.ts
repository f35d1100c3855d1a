/** A cookie without an end lives as long as the browser runs, in all its tabs: just as long as an answer holds. */
const COOKIE = 'hovor_notifications_tested';

interface Answers {
  readonly heard: boolean | null;
  readonly seen: boolean | null;
}

const LETTERS: Readonly<Record<string, boolean | null>> = { y: true, n: false };

function letterOf(answer: boolean | null): string {
  if (answer === null) {
    return '-';
  }
  return answer ? 'y' : 'n';
}

/** What was answered to the test since this browser was started. */
export function storedAnswers(): Answers {
  const value = document.cookie.split('; ').find((one) => one.startsWith(`${COOKIE}=`));
  const [heard = '-', seen = '-'] = value?.slice(COOKIE.length + 1) ?? '';
  return { heard: LETTERS[heard] ?? null, seen: LETTERS[seen] ?? null };
}

export function storeAnswers({ heard, seen }: Answers): void {
  // biome-ignore lint/suspicious/noDocumentCookie: nothing else ends with the browser
  document.cookie = `${COOKIE}=${letterOf(heard)}${letterOf(seen)}; path=/; samesite=strict`;
}
