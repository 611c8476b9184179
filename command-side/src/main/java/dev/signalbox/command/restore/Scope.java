package dev.signalbox.command.restore;

import dev.signalbox.command.write.Rejection;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.configuration.Configuration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How much of the configuration becomes again as it was. */
sealed interface Scope {

    /** What the configuration shall be: of then what this names, of now the rest. */
    Configuration target(Configuration now, Configuration then);

    record Everything() implements Scope {
        @Override
        public Configuration target(Configuration now, Configuration then) {
            return then;
        }
    }

    record Server(long id) implements Scope {
        @Override
        public Configuration target(Configuration now, Configuration then) {
            var servers = with(now.servers(), id, then.servers().get(id), "server " + id);
            return new Configuration(then.position(), servers, now.apiKeys(), now.active());
        }
    }

    record ApiKey(long id) implements Scope {
        @Override
        public Configuration target(Configuration now, Configuration then) {
            var keys = with(now.apiKeys(), id, then.apiKeys().get(id), "api key " + id);
            return new Configuration(then.position(), now.servers(), keys, now.active());
        }
    }

    record Active(Purpose purpose) implements Scope {
        @Override
        public Configuration target(Configuration now, Configuration then) {
            var active = new TreeMap<>(now.active());
            var former = then.active().get(purpose);
            if (former == null) {
                active.remove(purpose);
            } else {
                active.put(purpose, former);
            }
            return new Configuration(then.position(), now.servers(), now.apiKeys(), active);
        }
    }

    private static <V> SortedMap<Long, V> with(SortedMap<Long, V> now, long id, @Nullable V former, String what) {
        if (former == null && !now.containsKey(id)) {
            throw new Rejection.Unknown(what + ", neither now nor then");
        }
        var all = new TreeMap<>(now);
        if (former == null) {
            all.remove(id);
        } else {
            all.put(id, former);
        }
        return all;
    }
}
