package dev.signalbox.app.resilience;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** Several clients that write without a pause, and keep a journal of what they were answered. */
final class CommandStream {

    /** One command; its marker is in no other one, and in its event. */
    record Command(
            int client,
            String marker,
            String method,
            String path,
            @Nullable String body) {}

    /** @param status 0 when no answer came */
    record Answer(Command command, int status, long position, boolean repeated, String body) {

        boolean isDone() {
            return status / 100 == 2;
        }
    }

    final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final ReadWriteLock pause = new ReentrantReadWriteLock();
    private final SignalboxProcess node;
    private volatile boolean stopped;

    CommandStream(SignalboxProcess node) {
        this.node = node;
    }

    /** Nobody begins a command meanwhile; those on their way are not waited for. */
    void during(Runnable outage) {
        pause.writeLock().lock();
        try {
            outage.run();
        } finally {
            pause.writeLock().unlock();
        }
    }

    void stop() {
        stopped = true;
    }

    List<Future<?>> start(int clients) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        List<Future<?>> running = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            Client one = new Client(client);
            running.add(threads.submit(one));
        }
        threads.shutdown();
        return running;
    }

    long done() {
        return answers.stream().filter(Answer::isDone).count();
    }

    private final class Client implements Runnable {

        private final int number;
        private final Random random;
        private final List<String> servers = new ArrayList<>();
        private final List<String> keys = new ArrayList<>();
        private int count;

        Client(int number) {
            this.number = number;
            this.random = new Random(number);
        }

        @Override
        public void run() {
            while (!stopped) {
                Command command = next();
                Answer answer = send(command);
                // every second one that was not answered is repeated once the node is back
                if (answer.status() == 0 && random.nextBoolean()) {
                    answer = send(command);
                }
                learn(command, answer);
            }
        }

        private Command next() {
            String marker = "m-" + number + "-" + count++ + ".";
            int what = random.nextInt(10);
            if (what < 3 || servers.isEmpty()) {
                return command(marker, "POST", "/servers", server(marker));
            }
            if (what < 4 || keys.isEmpty()) {
                return command(marker, "POST", "/api-keys", key(marker));
            }
            String server = pick(servers);
            return switch (what) {
                case 4 -> command(marker, "DELETE", "/servers/" + server, null);
                case 5 -> command(marker, "DELETE", "/api-keys/" + pick(keys), null);
                case 6 ->
                    command(
                            marker,
                            "PUT",
                            "/api-keys/" + pick(keys),
                            "{\"api_key\":\"sk-rotated-%s\"}".formatted(marker));
                case 7 -> command(marker, "POST", "/active", """
                        {"purpose":"chat","provider_type":"ai_server","provider_id":%s,"model":"%s"}""".formatted(server, marker));
                default ->
                    command(
                            marker,
                            "PUT",
                            "/servers/" + server,
                            "{\"metadata\":{\"marker\":\"%s\"}}".formatted(marker));
            };
        }

        private String server(String marker) {
            String credential = random.nextBoolean() ? "" : "\"api_key\":\"sk-server-%s\",".formatted(marker);
            return """
                    {"name":"%s","server_type":"ollama","base_url":"http://127.0.0.1:9","use_for_chat":true,%s\
                    "metadata":{}}""".formatted(marker, credential);
        }

        private static String key(String marker) {
            return """
                    {"provider":"openai","key_name":"%s","api_key":"sk-key-%s"}""".formatted(marker, marker);
        }

        private Command command(String marker, String method, String path, @Nullable String body) {
            return new Command(number, marker, method, path, body);
        }

        private String pick(List<String> ids) {
            return ids.get(random.nextInt(ids.size()));
        }

        private Answer send(Command command) {
            pause.readLock().lock();
            pause.readLock().unlock();
            Answer answer = exchange(command);
            answers.add(answer);
            return answer;
        }

        private Answer exchange(Command command) {
            try {
                HttpResponse<String> response = node.write(
                        command.method(), command.path(), command.body(), "Idempotency-Key", command.marker());
                long position =
                        response.headers().firstValueAsLong("X-Config-Revision").orElse(0);
                boolean repeated =
                        response.headers().firstValue("Idempotency-Replayed").isPresent();
                return new Answer(command, response.statusCode(), position, repeated, response.body());
            } catch (IOException e) {
                return new Answer(command, 0, 0, false, "");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private void learn(Command command, Answer answer) {
            String path = command.path();
            if (command.method().equals("POST") && answer.isDone() && !path.equals("/active")) {
                String id = answer.body().replaceFirst("(?s).*\"id\":(\\d+).*", "$1");
                (path.equals("/servers") ? servers : keys).add(id);
            }
            if (command.method().equals("DELETE") && answer.status() != 409) {
                (path.startsWith("/servers") ? servers : keys).remove(path.substring(path.lastIndexOf('/') + 1));
            }
        }
    }
}
