import type { DepartmentPartsFragment, Preset } from '../../gql/graphql.ts';
import classes from './admin.module.css';
import { sourceWords } from './setting-source.ts';
import { settingWords } from './setting-words.ts';

type Setting = DepartmentPartsFragment['settings'][number];

const SECTION: Readonly<Record<string, string>> = {
  cc: 'Other CC rules',
  followers: 'Followers',
  agentMail: 'Agents’ mail',
  mailapi: 'Commands in mails',
  privacy: 'Privacy',
  ticket: 'Tickets',
  merge: 'Merging',
  side: 'Side conversations',
  mail: 'Mail',
  suspended: 'Suspended mail',
  thread: 'Finding the ticket',
  helpCenter: 'Help center',
  rating: 'Ratings',
};

/** Every other rule as a sentence with its value and where it comes from. */
export function SettingsTable({ settings, preset }: { settings: readonly Setting[]; preset: Preset }) {
  const others = settings.filter(({ key }) => key !== 'cc.enabled' && key !== 'cc.maxPerTicket');
  const sections = [...new Set(others.map(({ key }) => key.split('.')[0] ?? ''))];
  return (
    <section className={classes.settings} aria-label="All rules">
      <h2 className={classes.h2}>All its other rules</h2>
      <p className={classes.lead}>Read only here.</p>
      {sections.map((section) => (
        <section key={section} aria-label={SECTION[section] ?? section}>
          <h3 className={classes.h3}>{SECTION[section] ?? section}</h3>
          <dl>
            {others
              .filter(({ key }) => key.startsWith(`${section}.`))
              .map((setting) => (
                <div key={setting.key} className={classes.setting}>
                  <dt title={setting.key}>{setting.sentence}</dt>
                  <dd>
                    <b>{settingWords(setting.value)}</b>
                    <span className={classes.source}>{sourceWords({ preset, settings }, setting.key)}</span>
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </section>
  );
}
