/** The application name of the example. */
export const APPLICATION_NAME = 'devices';
