/** The kit: what every screen is built from. Behaviour and accessible names are as the design's guide gives them. */
export { Avatar, type AvatarProps, avatarColour, initials } from './avatar';
export { Banner, type BannerProps } from './banner';
export { Button, type ButtonProps, IconButton, type IconButtonProps } from './button';
export { Card, type CardProps } from './card';
export { ChannelBadge, type ChannelKind, ChannelTile, type ChannelTileProps, useKindName } from './channel';
export { Badge, type BadgeProps, Chip, type ChipProps, type Tone } from './chip';
export { Checkbox, type CheckboxProps, Segmented, type SegmentedProps } from './choice';
export { classes } from './classes';
export { CopyButton, type CopyButtonProps } from './copy-button';
export {
  Confirm,
  type ConfirmProps,
  Dialog,
  type DialogProps,
  Drawer,
  type DrawerProps,
} from './dialog';
export { EmptyState, type EmptyStateProps } from './empty';
export {
  Field,
  type FieldIds,
  type FieldProps,
  PasswordField,
  type PasswordFieldProps,
  TextArea,
  type TextAreaProps,
  TextField,
  type TextFieldProps,
} from './field';
export { Icon, type IconName, type IconProps } from './icon';
export { keysForAria } from './key-combination';
export { Keys, type KeysProps } from './keys';
export { Later, LaterLayer, tellNotLoaded } from './later';
export { type Loadable, loadable, loadTheRest, whenIdle } from './loadable';
export { Logo } from './logo';
export {
  Menu,
  MenuExtra,
  MenuHeading,
  MenuItem,
  type MenuItemProps,
  MenuItems,
  MenuLine,
  type MenuProps,
  MenuRadio,
  type MenuRadioProps,
  MenuRadios,
  type MenuRadiosProps,
} from './menu';
export { Meter, type MeterProps } from './meter';
export { Popover, type PopoverProps } from './popover';
export { type Presence, PresenceMark, type PresenceMarkProps } from './presence';
export { type Option, Select, SelectField, type SelectFieldProps, type SelectProps } from './select';
export { Separator, type SeparatorProps } from './separator';
export { Loading, type LoadingProps, Skeleton, type SkeletonProps, SkeletonRows } from './skeleton';
export { ExplainedSwitch, type ExplainedSwitchProps, Switch, type SwitchProps } from './switch';
export { type Tab, Tabs, type TabsProps } from './tabs';
export { now, setServerNow, stopTicking } from './ticker';
export {
  type Instant,
  Time,
  type TimeProps,
  type TimeStyle,
  timeWords,
  toMilliseconds,
  useNow,
  useTimeWords,
} from './time';
export { calendarDay } from './time-words';
export { dismissToast, type ToastContent, toast } from './toast';
export { Tooltip, type TooltipProps } from './tooltip';
export { type BoundField, type Rule, useDraft, useFields } from './use-fields';
