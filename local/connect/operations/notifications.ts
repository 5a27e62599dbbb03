import type {
  CreateNotificationRequest,
  DeleteNotificationRequest,
  DescribeNotificationRequest,
  ListUserNotificationsRequest,
  SearchNotificationsRequest,
  UpdateNotificationContentRequest,
} from '@aws-sdk/client-connect';
import { BadRequest, ConnectError, notFound } from '../connect-error.ts';
import type { Valid } from '../model/validate.ts';
import type { ConnectInstance } from '../state/instance.ts';
import type { Notification } from '../state/resources.ts';
import { ClientTokens } from './client-tokens.ts';
import { meets } from './criteria.ts';
import { userOf } from './find.ts';
import { type Operation, type Output, operation, seconds } from './operation.ts';
import { pageOf } from './paging.ts';

/** The guide allows 500 visible characters, the parameter 250. */
const mostCharacters = 250;
const mostActive = 500;
const usualLifeMillis = 7 * 24 * 3_600_000;

const tokens = new ClientTokens('DuplicateResourceException');

const createNotification = operation<CreateNotificationRequest>('CreateNotification', {
  run: (instance, { ClientToken, ...input }) =>
    tokens.once(instance, ClientToken, input, () => create(instance, input)),
});

function create(instance: ConnectInstance, input: Omit<Valid<CreateNotificationRequest>, 'ClientToken'>): Output {
  if (input.PredefinedNotificationId !== undefined)
    throw new ConnectError('NotInStandInException', 'CreateNotification has no PredefinedNotificationId here');
  for (const recipient of input.Recipients) checkRecipient(instance, recipient);
  checkContent(input.Content);
  const createdAt = instance.time.now();
  const expiresAt = input.ExpiresAt === undefined ? createdAt + usualLifeMillis : input.ExpiresAt * 1000;
  if (expiresAt <= createdAt) throw new BadRequest('ExpiresAt must be in the future');
  if (activeOf(instance).length >= mostActive)
    throw new ConnectError(
      'ServiceQuotaExceededException',
      `An instance has ${mostActive} active notifications at most`,
    );
  const { Recipients: recipients, Content: content, Priority: priority = 'LOW', Tags: tags = {} } = input;
  const id = instance.random.uuid();
  instance.resources.notifications.set(id, { id, recipients, content, priority, createdAt, expiresAt, tags });
  return { NotificationId: id, NotificationArn: instance.arns.of('notification', id) };
}

const searchNotifications = operation<SearchNotificationsRequest>('SearchNotifications', {
  run: (instance, input) => {
    if (input.SearchFilter !== undefined)
      throw new ConnectError('NotInStandInException', 'SearchNotifications has no filters in the stand-in');
    const found = activeOf(instance).filter(({ id, content }) =>
      meets(input.SearchCriteria, { fields: { id: [id], content: Object.values(content) } }),
    );
    const { items, NextToken } = pageOf(found, input, { now: instance.time.now(), usualSize: 100 });
    return {
      Notifications: items.map((one) => ({ ...viewOf(instance, one), InstanceId: instance.id })),
      NextToken,
      ApproximateTotalCount: found.length,
    };
  },
});

const listUserNotifications = operation<ListUserNotificationsRequest>('ListUserNotifications', {
  resources: ({ arns }, { UserId }) => [arns.of('agent', UserId)],
  run: (instance, input) => {
    const user = userOf(instance, input.UserId);
    const { arns, time } = instance;
    const own = [arns.instance, arns.of('agent', user.id)];
    const found = activeOf(instance).filter(({ recipients }) => recipients.some((one) => own.includes(one)));
    const { items, NextToken } = pageOf(found, input, { now: time.now(), usualSize: 100 });
    return {
      UserNotifications: items.map(({ id, content, priority, createdAt, expiresAt }) => ({
        NotificationId: id,
        NotificationStatus: 'UNREAD',
        InstanceId: instance.id,
        RecipientId: user.id,
        Content: content,
        Priority: priority,
        Source: 'CUSTOMER',
        CreatedAt: seconds(createdAt),
        ExpiresAt: seconds(expiresAt),
      })),
      NextToken,
    };
  },
});

const describeNotification = operation<DescribeNotificationRequest>('DescribeNotification', {
  resources: ({ arns }, { NotificationId }) => [arns.of('notification', NotificationId)],
  run: (instance, { NotificationId }) => {
    const notification = notificationOf(instance, NotificationId);
    return { Notification: { ...viewOf(instance, notification), LastModifiedTime: seconds(notification.createdAt) } };
  },
});

const updateNotificationContent = operation<UpdateNotificationContentRequest>('UpdateNotificationContent', {
  resources: ({ arns }, { NotificationId }) => [arns.of('notification', NotificationId)],
  run: (instance, { NotificationId, Content }) => {
    const notification = notificationOf(instance, NotificationId);
    checkContent(Content);
    instance.resources.notifications.set(NotificationId, { ...notification, content: Content });
    return {};
  },
});

const deleteNotification = operation<DeleteNotificationRequest>('DeleteNotification', {
  resources: ({ arns }, { NotificationId }) => [arns.of('notification', NotificationId)],
  run: (instance, { NotificationId }) => {
    notificationOf(instance, NotificationId);
    instance.resources.notifications.delete(NotificationId);
    return {};
  },
});

function checkRecipient(instance: ConnectInstance, recipient: string): void {
  if (recipient === instance.arns.instance) return;
  const userId = instance.arns.idOf('agent', recipient);
  if (userId === undefined || userId === recipient)
    throw new BadRequest(`Recipients must be ARNs of users or of the instance, got ${recipient}`);
  userOf(instance, userId);
}

function checkContent(content: Readonly<Record<string, string>>): void {
  for (const [locale, text] of Object.entries(content)) {
    const { length } = [...text];
    if (length < 1 || length > mostCharacters)
      throw new BadRequest(`The content in ${locale} must have 1 to ${mostCharacters} characters, got ${length}`);
  }
}

function notificationOf(instance: ConnectInstance, id: string): Notification {
  const notification = activeOf(instance).find((one) => one.id === id);
  if (notification === undefined) throw notFound('Notification', id);
  return notification;
}

/** Those that have not expired, the newest first. */
function activeOf({ resources, time }: ConnectInstance): readonly Notification[] {
  return [...resources.notifications.values()].filter(({ expiresAt }) => expiresAt > time.now()).reverse();
}

function viewOf({ arns }: ConnectInstance, notification: Notification): Output {
  const { id, content, priority, recipients, createdAt, expiresAt, tags } = notification;
  return {
    Id: id,
    Arn: arns.of('notification', id),
    Content: content,
    Priority: priority,
    Recipients: recipients,
    CreatedAt: seconds(createdAt),
    ExpiresAt: seconds(expiresAt),
    Tags: tags,
  };
}

/** Notices in the header of the workspace. */
export const notificationOperations: readonly Operation[] = [
  createNotification,
  searchNotifications,
  listUserNotifications,
  describeNotification,
  updateNotificationContent,
  deleteNotification,
];
