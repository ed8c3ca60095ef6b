import java.io.*;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.*;
import java.security.cert.*;
import java.sql.*;
import java.util.*;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.*;

/**
 * Speaks with one JDBC driver for the process that started it. Requests come on the standard input, one a line,
 * answers go to the standard output: base64 fields between spaces, the first says what it is. Nothing that a
 * driver or a server wrote about an error leaves this process, only its codes.
 *
 * Run from source: java -cp drivers JdbcBridge.java
 */
public final class JdbcBridge {
  private static final int LONGEST_CHAIN = 12;
  private static final int ROWS_AT_ONCE = 500;
  private static final String[] KINDS = {
    "TABLE", "VIEW", "MATERIALIZED VIEW", "PARTITIONED TABLE", "FOREIGN TABLE", "EXTERNAL TABLE", "BASE TABLE",
    "SYNONYM", "ALIAS", "MATERIALIZED QUERY TABLE"
  };

  private final PrintStream answers;
  private final Confinement confinement = new Confinement();
  private final DeclaredTrust trust = new DeclaredTrust();
  private Connection connection;

  private JdbcBridge(PrintStream answers) {
    this.answers = answers;
  }

  public static void main(String[] args) throws Exception {
    PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, "US-ASCII");
    // Whatever a driver prints must not look like an answer.
    System.setOut(System.err);
    LinkedBlockingQueue<String> requests = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(requests), "requests");
    reader.setDaemon(true);
    reader.start();
    JdbcBridge bridge = new JdbcBridge(answers);
    bridge.confine();
    while (true) bridge.serve(requests.take());
  }

  /** The end of the input is the end of whoever asked: a driver that still waits for a server must not hold us. */
  private static void read(Queue<String> requests) {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) requests.add(line);
    } catch (IOException unreadable) {
      // As good as its end.
    }
    Runtime.getRuntime().halt(0);
  }

  @SuppressWarnings("removal")
  private void confine() throws Exception {
    trust.install();
    System.setSecurityManager(confinement);
  }

  private void serve(String line) {
    try {
      List<String> fields = new ArrayList<>();
      for (String field : line.split(" ", -1))
        fields.add(new String(Base64.getDecoder().decode(field), StandardCharsets.UTF_8));
      switch (fields.get(0)) {
        case "connect" -> connect(fields);
        case "ping" -> ping(number(fields, 1));
        case "tables" ->
            tables(orNull(fields.get(1)), orNull(fields.get(2)), orNull(fields.get(3)), number(fields, 4));
        case "columns" -> columns(orNull(fields.get(1)), orNull(fields.get(2)), fields.get(3));
        case "keys" -> keys(orNull(fields.get(1)), orNull(fields.get(2)), fields.get(3));
        case "rows" -> rows(fields.get(1), number(fields, 2), number(fields, 3), number(fields, 4));
        case "values" ->
            values(fields.get(1), number(fields, 2), number(fields, 3), number(fields, 4), number(fields, 5));
        default -> throw new IllegalArgumentException();
      }
    } catch (Throwable error) {
      tell(error);
    }
  }

  private void connect(List<String> fields) throws Exception {
    confinement.onlyTo(Integer.parseInt(fields.get(3)));
    trust.expect(fields.get(4), fields.get(5), fields.get(6));
    DriverManager.setLoginTimeout(Integer.parseInt(fields.get(7)));
    Properties properties = new Properties();
    for (int i = 8; i + 1 < fields.size(); i += 2) properties.setProperty(fields.get(i), fields.get(i + 1));
    Driver driver = (Driver) Class.forName(fields.get(1)).getDeclaredConstructor().newInstance();
    connection = driver.connect(fields.get(2), properties);
    if (connection == null) throw new SQLException("", "08001");
    connection.setReadOnly(true);
    DatabaseMetaData data = connection.getMetaData();
    answer("ok", data.getDatabaseProductVersion(), String.valueOf(trust.asked()), data.getIdentifierQuoteString());
  }

  private void ping(int seconds) throws SQLException {
    if (!connection.isValid(seconds)) throw new SQLException("", "08006");
    answer("end");
  }

  private void tables(String catalog, String schema, String table, int limit) throws SQLException {
    DatabaseMetaData data = connection.getMetaData();
    String within = catalog == null ? connection.getCatalog() : catalog;
    String name = table == null ? "%" : pattern(data, table);
    try (ResultSet found = data.getTables(within, pattern(data, schema), name, KINDS)) {
      for (int row = 0; row < limit && found.next(); row++)
        answer("row", found.getString(1), found.getString(2), found.getString(3), found.getString(4), found.getString(5));
    }
    answer("end");
  }

  private void columns(String catalog, String schema, String table) throws SQLException {
    DatabaseMetaData data = connection.getMetaData();
    try (ResultSet found = data.getColumns(catalog, pattern(data, schema), pattern(data, table), "%")) {
      while (found.next())
        answer(
            "row", found.getString(4), found.getString(6), found.getString(18), found.getString(7), found.getString(9),
            found.getString(12));
    }
    answer("end");
  }

  /** The columns of the primary key with their positions in it, then those of foreign keys with what they refer to. */
  private void keys(String catalog, String schema, String table) throws SQLException {
    DatabaseMetaData data = connection.getMetaData();
    try (ResultSet found = data.getPrimaryKeys(catalog, schema, table)) {
      while (found.next()) answer("row", found.getString(4), "", "", "", "", found.getString(5));
    }
    try (ResultSet found = data.getImportedKeys(catalog, schema, table)) {
      while (found.next())
        answer(
            "row", found.getString(8), found.getString(1), found.getString(2), found.getString(3), found.getString(4));
    }
    answer("end");
  }

  /** The names of a statement's columns, then its first rows; what is there begins with a sign, null is empty. */
  private void rows(String sql, int limit, int longest, int seconds) throws SQLException {
    read(sql, limit, seconds, found -> {
      ResultSetMetaData columns = found.getMetaData();
      String[] names = new String[columns.getColumnCount() + 1];
      names[0] = "row";
      for (int at = 1; at < names.length; at++) names[at] = columns.getColumnLabel(at);
      answer(names);
      for (int row = 0; row < limit && found.next(); row++) {
        String[] cells = new String[names.length];
        cells[0] = "row";
        for (int at = 1; at < cells.length; at++) {
          String text = shown(found, at, columns.getColumnType(at));
          cells[at] = text == null ? "" : "=" + cut(text, longest);
        }
        answer(cells);
      }
    });
  }

  /** Different values of the one column among the first rows; a value that is too long is the last one, and cut. */
  private void values(String sql, int rows, int limit, int longest, int seconds) throws SQLException {
    read(sql, rows, seconds, found -> {
      int type = found.getMetaData().getColumnType(1);
      Set<String> seen = new HashSet<>();
      boolean few = true;
      while (few && found.next()) {
        String text = shown(found, 1, type);
        if (text == null || !seen.add(text)) continue;
        answer("row", cut(text, longest + 1));
        few = seen.size() < limit && text.length() <= longest;
      }
    });
  }

  private interface Reader {
    void read(ResultSet found) throws SQLException;
  }

  /** Reads in a transaction: outside of one, some drivers hold all rows of an answer at once. */
  private void read(String sql, int rows, int seconds, Reader reader) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setMaxRows(rows);
      statement.setFetchSize(Math.min(rows, ROWS_AT_ONCE));
      statement.setQueryTimeout(seconds);
      try (ResultSet found = statement.executeQuery(sql)) {
        reader.read(found);
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    answer("end");
  }

  /** A value as the driver writes it; of bytes, how many there are. Drivers call a truth a bit, and some a row of bits too. */
  private static String shown(ResultSet found, int column, int type) throws SQLException {
    return switch (type) {
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> {
        byte[] bytes = found.getBytes(column);
        yield bytes == null ? null : bytes.length + " bytes";
      }
      case Types.BIT, Types.BOOLEAN -> {
        Object value = found.getObject(column);
        yield value instanceof Boolean ? value.toString() : found.getString(column);
      }
      default -> found.getString(column);
    };
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }

  private static int number(List<String> fields, int at) {
    return Integer.parseInt(fields.get(at));
  }

  /** A name as JDBC's patterns have it: its wildcards stand for themselves. */
  private static String pattern(DatabaseMetaData data, String name) throws SQLException {
    String escape = data.getSearchStringEscape();
    if (name == null || escape == null || escape.isEmpty()) return name;
    return name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
  }

  private void tell(Throwable error) {
    String state = "";
    int number = 0;
    StringJoiner classes = new StringJoiner(",");
    Deque<Throwable> waiting = new ArrayDeque<>(List.of(error));
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    while (!waiting.isEmpty() && seen.size() < LONGEST_CHAIN) {
      Throwable one = waiting.poll();
      if (!seen.add(one)) continue;
      classes.add(one.getClass().getSimpleName());
      if (one instanceof SQLException sql) {
        if (state.isEmpty() && sql.getSQLState() != null) state = sql.getSQLState();
        if (number == 0) number = sql.getErrorCode();
        if (sql.getNextException() != null) waiting.add(sql.getNextException());
      }
      if (one.getCause() != null) waiting.add(one.getCause());
    }
    answer(
        "error", state, String.valueOf(number), classes.toString(), trust.verdict(), String.valueOf(trust.asked()),
        String.valueOf(confinement.refused()));
  }

  private void answer(String... fields) {
    StringJoiner line = new StringJoiner(" ");
    for (String field : fields) {
      byte[] bytes = (field == null ? "" : field).getBytes(StandardCharsets.UTF_8);
      line.add(Base64.getEncoder().encodeToString(bytes));
    }
    answers.println(line);
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}

/** Keeps a driver to the one loopback port that leads to its server; it may start and write nothing. */
@SuppressWarnings({"removal", "deprecation"})
final class Confinement extends SecurityManager {
  private static final int NAME_LOOKUP = -1;
  private volatile int port;
  private volatile boolean refused;

  void onlyTo(int onlyPort) {
    port = onlyPort;
    refused = false;
  }

  /** Whether the driver tried to reach another place. */
  boolean refused() {
    return refused;
  }

  @Override
  public void checkConnect(String host, int to) {
    boolean here = host.equals("127.0.0.1") || host.equals("localhost");
    if (here && (to == port || to == NAME_LOOKUP)) return;
    // Drivers ask for the name of this machine; Java has an answer for those who may not know it.
    if (to != NAME_LOOKUP) refused = true;
    throw new SecurityException();
  }

  @Override
  public void checkConnect(String host, int to, Object context) {
    checkConnect(host, to);
  }

  @Override
  public void checkListen(int to) {
    throw new SecurityException();
  }

  @Override
  public void checkMulticast(InetAddress address) {
    throw new SecurityException();
  }

  @Override
  public void checkExec(String program) {
    throw new SecurityException();
  }

  @Override
  public void checkWrite(String file) {
    throw new SecurityException();
  }

  @Override
  public void checkDelete(String file) {
    throw new SecurityException();
  }

  @Override
  public void checkPermission(Permission permission) {
    if (permission.getName().equals("setSecurityManager")) throw new SecurityException();
  }

  @Override
  public void checkPermission(Permission permission, Object context) {
    checkPermission(permission);
  }
}

/**
 * Trusts by the connection's own TLS settings, whatever the driver does with the host name: that is the
 * loopback's, while the certificate has to name the declared server.
 */
final class DeclaredTrust extends X509ExtendedTrustManager {
  private static final String ALGORITHM = "Declared";
  private static final int DNS_NAME = 2;
  private static final int ADDRESS = 7;

  private String name = "";
  private boolean verifiesName;
  private X509TrustManager authority;
  private volatile boolean asked;
  private volatile String verdict = "";

  /** What drivers get that ask Java for its defaults. */
  void install() throws GeneralSecurityException {
    Security.insertProviderAt(new DeclaredProvider(this), 1);
    Security.setProperty("ssl.TrustManagerFactory.algorithm", ALGORITHM);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {this}, null);
    SSLContext.setDefault(context);
  }

  /** verify: none, authority or name; ca: PEM, or empty for Java's own authorities. */
  void expect(String verify, String expected, String ca) throws GeneralSecurityException, IOException {
    asked = false;
    verdict = "";
    name = expected;
    verifiesName = verify.equals("name");
    authority = verify.equals("none") ? null : authorityOf(ca);
  }

  /** Whether a server has shown a certificate. */
  boolean asked() {
    return asked;
  }

  /** Why the last one was not trusted; empty if it was. */
  String verdict() {
    return verdict;
  }

  private static X509TrustManager authorityOf(String ca) throws GeneralSecurityException, IOException {
    KeyStore store = null;
    if (!ca.isEmpty()) {
      store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      InputStream pem = new ByteArrayInputStream(ca.getBytes(StandardCharsets.US_ASCII));
      for (java.security.cert.Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem))
        store.setCertificateEntry("ca" + store.size(), one);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX", "SunJSSE");
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  private void check(X509Certificate[] chain, String type) throws CertificateException {
    asked = true;
    if (authority == null) return;
    try {
      authority.checkServerTrusted(chain, type);
    } catch (CertificateException untrusted) {
      verdict = "untrusted";
      for (Throwable one = untrusted; one != null; one = one.getCause()) {
        if (one instanceof CertificateExpiredException) verdict = "expired";
        if (one instanceof CertificateNotYetValidException) verdict = "early";
      }
      throw untrusted;
    }
    if (!verifiesName || names(chain[0])) return;
    verdict = "name";
    throw new CertificateException();
  }

  /** RFC 6125 section 6.4: alternative names alone, a wildcard for the first label as a whole. */
  private boolean names(X509Certificate certificate) throws CertificateException {
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives == null) return false;
    for (List<?> one : alternatives) {
      String value = String.valueOf(one.get(1));
      if (one.get(0).equals(ADDRESS) && value.equals(name)) return true;
      if (!one.get(0).equals(DNS_NAME)) continue;
      if (value.equalsIgnoreCase(name)) return true;
      int dot = name.indexOf('.');
      if (value.startsWith("*.") && dot > 0 && value.substring(1).equalsIgnoreCase(name.substring(dot))) return true;
    }
    return false;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket)
      throws CertificateException {
    check(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
    check(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket)
      throws CertificateException {
    throw new CertificateException();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
    throw new CertificateException();
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  /** Answers with the one trust manager, whatever key store it is given. */
  private static final class DeclaredFactory extends TrustManagerFactorySpi {
    private final DeclaredTrust trust;

    DeclaredFactory(DeclaredTrust trust) {
      this.trust = trust;
    }

    @Override
    protected void engineInit(KeyStore store) {}

    @Override
    protected void engineInit(ManagerFactoryParameters parameters) {}

    @Override
    protected TrustManager[] engineGetTrustManagers() {
      return new TrustManager[] {trust};
    }
  }

  private static final class DeclaredProvider extends Provider {
    DeclaredProvider(DeclaredTrust trust) {
      super(ALGORITHM, "1", "");
      putService(
          new Service(this, "TrustManagerFactory", ALGORITHM, DeclaredFactory.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) {
              return new DeclaredFactory(trust);
            }
          });
    }
  }
}
