/** The port of SSH (IANA). */
export const SSH_PORT = 22;
