import { useQuery } from '@tanstack/react-query';
import type { TagView } from '../../../../shared/api/views';
import { tagsQuery } from '../../foundation/queries';
import { Chip, Icon, Menu, MenuExtra, MenuItem } from '../../ui';
import { useTexts } from './texts';

export interface TagListProps {
  tags: readonly TagView[];
  /** Absent where they cannot be changed. */
  onChange?: (tags: readonly TagView[]) => void;
}

function AddTag({ tags, onChange }: Required<TagListProps>) {
  const t = useTexts();
  const { data = [], isPending, isError } = useQuery(tagsQuery);
  const has = new Set(tags.map(({ id }) => id));
  const others = data.filter(({ id, retired }) => !retired && !has.has(id));
  const trigger = (
    <button type="button" className="chip line add-tag">
      <Icon name="plus" size="xs" />
      {t('add_tag')}
    </button>
  );
  return (
    <Menu label={t('add_tag')} trigger={trigger} align="start" width={220}>
      {others.map(({ id, name }) => (
        <MenuItem key={id} icon="tag" onSelect={() => onChange([...tags, { id, name }])}>
          {name}
        </MenuItem>
      ))}
      {others.length === 0 && (
        <MenuExtra>
          <p className="sm t3 no-tags">
            {isPending && t('loading_tags')}
            {isError && t('tags_not_loaded')}
            {!isPending && !isError && t('no_more_tags')}
          </p>
        </MenuExtra>
      )}
    </Menu>
  );
}

/** The tags of a conversation; each can be taken off, and others put on. */
export function TagList({ tags, onChange }: TagListProps) {
  const t = useTexts();
  return (
    <div className="row wrap tag-list">
      {tags.map((tag) => (
        <Chip
          key={tag.id}
          {...(onChange && {
            remove: {
              label: t('remove_tag', { name: tag.name }),
              run: () => onChange(tags.filter(({ id }) => id !== tag.id)),
            },
          })}
        >
          {tag.name}
        </Chip>
      ))}
      {tags.length === 0 && !onChange && <span className="t3">{t('no_tags')}</span>}
      {onChange && <AddTag tags={tags} onChange={onChange} />}
    </div>
  );
}
