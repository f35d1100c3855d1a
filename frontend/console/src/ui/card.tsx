import { type ReactNode, useId } from 'react';

export interface CardProps {
  /** Names the card. */
  title: string;
  /** At the end of the head, for example a button. */
  beside?: ReactNode;
  children: ReactNode;
}

/** A part of a page with its own heading, which names it. */
export function Card({ title, beside, children }: CardProps) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <div className="h">
        <h3 id={id} className="grow">
          {title}
        </h3>
        {beside}
      </div>
      {children}
    </section>
  );
}
