package dev.signalbox.app.hardening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS on both ports by one bundle of Spring's, whose files are replaced while the node runs. */
class TlsIT {

    @Test
    void bothPortsSpeakTlsAndTakeANewCertificateWhenTheFileChanges(@TempDir Path directory) throws Exception {
        Path store = directory.resolve("server.p12");
        Files.move(certificate(directory, "first"), store);
        try (TestNode node = TestNode.start(
                PostgresForTests.newDatabase(),
                Map.of(
                        "spring.ssl.bundle.jks.web.keystore.location", "file:" + store,
                        "spring.ssl.bundle.jks.web.keystore.password", "changeit",
                        "spring.ssl.bundle.jks.web.reload-on-update", "true",
                        "spring.ssl.bundle.watch.file.quiet-period", "300ms",
                        "server.ssl.bundle", "web",
                        "signalbox.ssl.bundle", "web"))) {
            for (int port : new int[] {node.controlPort(), node.dataPort()}) {
                assertThat(subject(port, "TLSv1.3")).isEqualTo("CN=first");
                assertThat(subject(port, "TLSv1.2")).isEqualTo("CN=first");
                assertThatThrownBy(() -> subject(port, "TLSv1.1")).isInstanceOf(IOException.class);
                assertThat(plain(port)).doesNotContain(" 200 ");
                assertThat(livez(port)).contains(" 200 ");
            }
            assertThat(livez(node.controlPort())).containsIgnoringCase("strict-transport-security");

            Files.move(certificate(directory, "second"), store, StandardCopyOption.ATOMIC_MOVE);

            for (int port : new int[] {node.controlPort(), node.dataPort()}) {
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(
                                () -> assertThat(subject(port, "TLSv1.3")).isEqualTo("CN=second"));
                assertThat(livez(port)).contains(" 200 ");
            }
        }
    }

    private static Path certificate(Path directory, String name) throws IOException, InterruptedException {
        Path file = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=" + name,
                        "-keyalg",
                        "EC",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        return file;
    }

    private static String subject(int port, String protocol) throws IOException, GeneralSecurityException {
        try (SSLSocket socket = open(port)) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    private static String livez(int port) throws IOException, GeneralSecurityException {
        try (SSLSocket socket = open(port)) {
            return ask(socket);
        }
    }

    private static String plain(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return ask(socket);
        } catch (IOException e) {
            return "refused";
        }
    }

    private static String ask(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write("GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Whoever it is: the test looks at the certificate itself. */
    private static SSLSocket open(int port) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAnybody()}, null);
        return (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    }

    private static final class TrustsAnybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
