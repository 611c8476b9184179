package dev.signalbox.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Clients that read slowly, or vanish. Each gives the status that it saw, 0 for what a client would call broken. */
final class FickleClients {

    private static final int SLOW_BYTES = 256;
    private static final long SLOW_MILLIS = 250;

    private final URI url;
    private final String head;

    FickleClients(Target target) {
        url = URI.create(target.url());
        StringBuilder lines = new StringBuilder("POST " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority());
        for (Map.Entry<String, String> header : target.headers().entrySet()) {
            lines.append("\r\n" + header.getKey() + ": " + header.getValue());
        }
        head = lines + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ";
    }

    /** A stream at 1 KB/s, to its end. */
    int slow() {
        try (Socket socket = connect()) {
            send(socket, Answer.SSE.request, Answer.SSE.request.length());
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            InputStream input = socket.getInputStream();
            for (byte[] some = input.readNBytes(SLOW_BYTES); some.length > 0; some = input.readNBytes(SLOW_BYTES)) {
                answer.write(some);
                Thread.sleep(SLOW_MILLIS);
            }
            String text = answer.toString(StandardCharsets.UTF_8);
            return text.contains("data: [DONE]") ? status(text) : 0;
        } catch (IOException | InterruptedException e) {
            return 0;
        }
    }

    /** Gone when the first event has come, of a stream that takes half a second. */
    int vanishDuringAnswer() {
        try (Socket socket = connect()) {
            String body = Answer.pacedStream();
            send(socket, body, body.length());
            return status(new String(socket.getInputStream().readNBytes(64), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return 0;
        }
    }

    int vanishDuringRequest() {
        try (Socket socket = connect()) {
            send(socket, Answer.JSON.request, Answer.JSON.request.length() / 2);
            return 200;
        } catch (IOException e) {
            return 0;
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        // else the kernel would read for it
        socket.setReceiveBufferSize(2048);
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), 5000);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private void send(Socket socket, String body, int length) throws IOException {
        String request = head + body.length() + "\r\n\r\n" + body.substring(0, length);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }

    private static int status(String answer) {
        return answer.startsWith("HTTP/1.1 200") ? 200 : 0;
    }
}
