package dev.signalbox.app.hardening;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A connection that says what no HTTP client would say. */
final class Wire {

    private Wire() {}

    /** Everything that comes back until the other side ends the connection. */
    static String converse(int port, String bytes) throws IOException {
        try (Socket socket = open(port)) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return all(socket);
        }
    }

    /** The same, while another byte follows twenty times a second. */
    static String drip(int port, String beginning) throws IOException, InterruptedException {
        try (Socket socket = open(port)) {
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
            Thread dripping = Thread.ofVirtual().start(() -> {
                try {
                    while (!Thread.interrupted()) {
                        socket.getOutputStream().write('x');
                        TimeUnit.MILLISECONDS.sleep(50);
                    }
                } catch (IOException | InterruptedException e) {
                    // cut off, as it should be
                }
            });
            try {
                return all(socket);
            } finally {
                dripping.interrupt();
                dripping.join();
            }
        }
    }

    private static Socket open(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** A reset is an end, too. */
    private static String all(Socket socket) throws IOException {
        var answer = new java.io.ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(answer);
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // what came before counts
        }
        return answer.toString(StandardCharsets.UTF_8);
    }
}
