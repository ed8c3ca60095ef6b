/** The file of the upload area that tells where realms have their KDC: the contract has no member for that. */
export const KRB5_CONF = 'krb5.conf';

/**
 * The first KDC of a realm in a krb5.conf (https://web.mit.edu/kerberos/krb5-latest/doc/admin/conf_files/krb5_conf.html),
 * as `host` or `host:port`; null where it names none. Nothing else of the file is used.
 */
export function kdcOf(text: string, realm: string): string | null {
  let section = '';
  let within: string | null = null;
  for (const line of text.split(/\r?\n/).map((each) => each.replace(/^\s*[#;].*/, '').trim())) {
    const heading = /^\[(\w+)\]$/.exec(line);
    const opening = /^(\S+)\s*=\s*\{$/.exec(line);
    if (heading) [section, within] = [heading[1]!, null];
    else if (opening) within = opening[1]!;
    else if (line === '}') within = null;
    else if (section === 'realms' && within === realm) {
      const kdc = /^kdc\s*=\s*(\S+)$/.exec(line);
      if (kdc) return kdc[1]!;
    }
  }
  return null;
}

/** The realm of a principal: what stands behind its last `@`. */
export function realmOf(principal: string): string {
  return principal.slice(principal.lastIndexOf('@') + 1);
}
