import { SettingsError } from '../lib/settings.ts';

/**
 * Reads the settings of an app and makes what needs them. What is wrong with them ends the process, before anything is
 * synthesized: an operator needs the sentence, and not the stack trace of an error in the app.
 */
export async function settingsOrExit<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
