import type { MailWords, SaidChange } from '../mail-kinds.ts';

const subject = '[#{{ ticket.id }}] {{ ticket.title }}';

const status = {
  NEW: '新規',
  OPEN: '対応中',
  ANSWERED: '回答済み',
  ON_HOLD: '保留中',
  SOLVED: '解決済み',
  CLOSED: '終了',
} as const;

export const ja: MailWords = {
  locale: 'ja-JP',
  texts: {
    REPLY: {
      subject,
      body:
        '{{ ticket.comments_formatted }}\n\n' +
        '{% if rating_links %}よろしければ、今回の対応についてご評価をお聞かせください。\n\n{{ rating_links }}{% endif %}',
    },
    ACKNOWLEDGEMENT: {
      subject: '[#{{ ticket.id }}] お問い合わせを受け付けました',
      body:
        'このたびは{{ department.name }}にお問い合わせいただき、誠にありがとうございます。\n\n' +
        '受付番号 #{{ ticket.id }} として承りました。担当者が確認のうえ、このメールアドレスあてにご返信いたしますので、今しばらくお待ちください。',
    },
    NEW_CC: {
      subject,
      body:
        '{{ department.name }}との以下のやり取りに、CCとして追加されました。今後の返信は、こちらのメールアドレスにもお送りいたします。\n\n' +
        '{{ ticket.comments_formatted }}',
    },
    COMMENT_EDITED: {
      subject,
      body: 'このお問い合わせの以前のメッセージが、次のとおり訂正されました。\n\n{{ ticket.comments_formatted }}',
    },
    COMMENT_WITHDRAWN: {
      subject,
      body: 'このお問い合わせの以前のメッセージ1件が、{{ department.name }}により取り消されました。',
    },
    TICKET_CHANGED: {
      subject,
      body: 'お問い合わせ（受付番号 #{{ ticket.id }}）の状況が更新されました。\n\n{{ change }}',
    },
    RATING: {
      subject,
      body:
        'このたびはお問い合わせいただき、ありがとうございました。\n\n' +
        '受付番号 #{{ ticket.id }} の対応にはご満足いただけましたでしょうか。よろしければ、下記よりご評価をお聞かせください。\n\n' +
        '{{ rating_links }}',
    },
    STAFF_COMMENT: { subject, body: '{{ ticket.comments_formatted }}' },
    STAFF_CHANGE: { subject, body: '{{ change }}\n\n{{ ticket.comments_formatted }}' },
    FOLLOWER: {
      subject: '{{ticket.title}}',
      body:
        'このリクエスト（{{ticket.id}}）をフォローしています。{{ticket.follower_reply_type_message}}\n\n' +
        '{{ticket.comments_formatted}}',
    },
    FOOTER: { subject: '', body: '{{ reply_message }}\n{{ department.name }}' },
    STAFF_FOOTER: { subject: '', body: '{{ reason }}\n{{ reply_message }}\n{{ department.name }}' },
  },
  status,
  internalNote: '社内メモ：チームのメンバーだけが読めます。',
  doubts: {
    UNVERIFIED_SENDER: 'ご注意ください：差出人を確認できませんでした。なりすましの可能性があります。',
    THIRD_PARTY: '差出人はこのチケットの参加者ではありません。',
  },
  earlier: 'これまでのやり取り（新しい順）',
  attachments: '添付ファイル：',
  comma: '、',
  longer: '（メッセージにはこの続きがあります。続きが必要な場合はお知らせください。）',
  byline: (at) => `（${at}）`,
  team: '担当チーム',
  colleague: (name) => `${name}さん`,
  customer: (name) => `${name} 様`,
  somebody: '別の担当者',
  desk: 'システム',
  reply: {
    acknowledgement: '追加のご連絡は、このメールにご返信ください。',
    team: 'このメールへのご返信は、担当チームに届きます。',
    all: (names) => `全員に返信すると、${names}に届きます。`,
    deskAlone: '差出人のみに返信した場合は、担当チームだけが読みます。',
    deskAloneToo: '差出人のみへの返信も公開されます。',
    internal: 'このメールに返信すると社内メモとして追加され、チーム内だけに届きます。',
    careful: (names) => `ご注意ください：このメールへの返信はパブリック返信となり、${names}に届きます。`,
    noteCommand: '先頭に #note と書くと、社内メモになります。',
    followerInternal: 'このメールに返信すると、リクエストに社内メモが追加されます。',
    followerPublic: 'このメールに返信すると、リクエストにコメントが追加されます。',
  },
  rating: { good: '満足した', bad: '満足できなかった' },
  reason: {
    follower: 'このチケットのフォロワーとしてお送りしています。お客様には表示されません。',
    assignee: 'このチケットの担当者としてお送りしています。',
    other: 'このチケットの参加者としてお送りしています。',
  },
  change: {
    ticket: changed,
    byEvent: {
      'comment.made_internal': (who) =>
        `${who}がパブリック返信を社内メモに変更しました。お客様には表示されなくなりました。`,
      'comment.edited': (who) => `${who}がコメントを編集しました。`,
      'comment.deleted': (who) => `${who}がコメントを削除しました。`,
      'ticket.merged': (who) => `${who}がこのチケットを別のチケットと統合しました。`,
      'trigger.notified': () => '部署のトリガーがこのチケットをお知らせします。',
    },
    rated: {
      GOOD: (who) => `${who}から「満足した」という評価がありました。`,
      BAD: (who) => `${who}から「満足できなかった」という評価がありました。`,
    },
    other: (who) => `${who}がチケットを変更しました。`,
    statusIs: (now) => `現在のステータス：${now}`,
  },
};

/** "Adaがステータスを「新規」から「対応中」に変更し、担当者をBenに設定しました。" */
function changed(who: string, { status: moved, assignee }: SaidChange): string {
  const from = moved?.from ? `「${status[moved.from]}」から` : '';
  const first = moved && `ステータスを${from}「${status[moved.to]}」に変更し`;
  const second = assignee && (assignee.to ? `担当者を${assignee.to}に設定し` : '担当者の割り当てを解除し');
  return `${who}が${[first, second].filter(Boolean).join('、')}ました。`;
}
