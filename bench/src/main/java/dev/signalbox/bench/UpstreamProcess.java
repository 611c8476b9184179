package dev.signalbox.bench;

import java.io.IOException;
import java.nio.file.Path;

/** {@link Upstream} as a process of its own. */
record UpstreamProcess(Process process, int port) implements AutoCloseable {

    static UpstreamProcess start(int port) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Upstream.class.getName(),
                        Integer.toString(port))
                .inheritIO()
                .start();
        Ports.await(process, port);
        return new UpstreamProcess(process, port);
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
