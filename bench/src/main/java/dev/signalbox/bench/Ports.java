package dev.signalbox.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Ports of this machine's loopback address. */
final class Ports {

    private Ports() {}

    static int free() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Until the process listens. */
    static void await(Process process, int port) throws InterruptedException {
        while (!isOpen(port)) {
            if (!process.isAlive()) {
                throw new IllegalStateException("%s ended with %d instead of listening on %d"
                        .formatted(process.info().command().orElse("it"), process.exitValue(), port));
            }
            Thread.sleep(50);
        }
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
