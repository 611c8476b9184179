package dev.signalbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** nginx as a plain reverse proxy to the upstream. */
record Nginx(Process process, int port) implements AutoCloseable {

    static Nginx start(Path directory, int upstream) throws IOException, InterruptedException {
        int port = Ports.free();
        Path configuration =
                Files.writeString(directory.resolve("nginx.conf"), configuration(directory, port, upstream));
        Process process = new ProcessBuilder("nginx", "-p", directory.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("nginx.log").toFile())
                .start();
        Ports.await(process, port);
        return new Nginx(process, port);
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    private static String configuration(Path directory, int port, int upstream) {
        return """
                worker_processes 2; daemon off; pid %1$s/nginx.pid; error_log %1$s/nginx-error.log warn;
                worker_rlimit_nofile 65535;
                events { worker_connections 8192; multi_accept off; }
                http {
                  client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                  access_log off; keepalive_requests 1000000000; keepalive_timeout 300s; client_body_buffer_size 64k;
                  sendfile on; tcp_nodelay on;
                  upstream bench { server 127.0.0.1:%3$d; keepalive 512; keepalive_requests 1000000000; }
                  proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off;
                  proxy_set_header Authorization "Bearer sk-upstream";
                  server { listen 127.0.0.1:%2$d reuseport; location / { proxy_pass http://bench; } }
                }
                """.formatted(directory, port, upstream);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
