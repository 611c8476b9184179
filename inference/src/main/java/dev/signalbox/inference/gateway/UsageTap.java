package dev.signalbox.inference.gateway;

import dev.signalbox.inference.usage.ReportedUsage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the usage out of a stream's events as they go by, and takes out the event that has nothing else in it when the
 * client did not ask for it: clients that did not look for a choice in it. All other bytes stay as they are.
 */
final class UsageTap {

    private static final byte[] NAME = "\"usage\":".getBytes(StandardCharsets.US_ASCII);
    private static final int[] SKIP = skips();

    private final ReportedUsage usage;
    private final boolean hidden;

    /** @param hidden whether the client must not see an event that has only the usage in it */
    UsageTap(ReportedUsage usage, boolean hidden) {
        this.usage = usage;
        this.hidden = hidden;
    }

    /**
     * @param events whole events; taken over
     * @return what is left of them, null when that is nothing
     */
    @Nullable
    ByteBuf pass(ByteBuf events) {
        ByteBuf left = events;
        int at = find(left, left.readerIndex());
        while (at >= 0) {
            int start = startOf(left, at);
            int end = endOf(left, at);
            Scan scan = scan(left, start, end);
            if (hidden && scan.usageOnly()) {
                left = without(left, start, end);
                end = start;
            }
            at = find(left, end);
        }
        if (left.isReadable()) {
            return left;
        }
        left.release();
        return null;
    }

    /** Where a usage that is not null begins. Inside of a text the quotation marks would be escaped. */
    private static int find(ByteBuf events, int from) {
        int last = events.writerIndex() - NAME.length - 1;
        int at = from;
        while (at <= last) {
            int end = events.getByte(at + NAME.length - 1) & 0xff;
            if (end == ':' && matches(events, at)) {
                if (isObject(events, at + NAME.length)) {
                    return at;
                }
                at += NAME.length;
            } else {
                at += SKIP[end];
            }
        }
        return -1;
    }

    private static boolean matches(ByteBuf events, int at) {
        for (int i = NAME.length - 2; i >= 0; i--) {
            if (events.getByte(at + i) != NAME[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isObject(ByteBuf events, int from) {
        int at = from;
        while (at < events.writerIndex() && events.getByte(at) == ' ') {
            at++;
        }
        return at < events.writerIndex() && events.getByte(at) == '{';
    }

    /** Horspool's table: how far the end of the name may be moved when it stands on this byte. */
    private static int[] skips() {
        int[] skips = new int[256];
        java.util.Arrays.fill(skips, NAME.length);
        for (int i = 0; i < NAME.length - 1; i++) {
            skips[NAME[i]] = NAME.length - 1 - i;
        }
        return skips;
    }

    private static int startOf(ByteBuf events, int at) {
        boolean blank = false;
        for (int i = at - 1; i >= events.readerIndex(); i--) {
            byte next = events.getByte(i);
            if (next == '\n' && blank) {
                return nextLine(events, i + 1);
            }
            blank = next == '\n' || next == '\r' && blank;
        }
        return events.readerIndex();
    }

    /** Behind the blank line of which this is the beginning. */
    private static int nextLine(ByteBuf events, int from) {
        return events.indexOf(from, events.writerIndex(), (byte) '\n') + 1;
    }

    private static int endOf(ByteBuf events, int at) {
        boolean blank = false;
        for (int i = at; i < events.writerIndex(); i++) {
            byte next = events.getByte(i);
            if (next == '\n' && blank) {
                return i + 1;
            }
            blank = next == '\n' || next == '\r' && blank;
        }
        return events.writerIndex();
    }

    private static ByteBuf without(ByteBuf events, int from, int to) {
        int before = from - events.readerIndex();
        int behind = events.writerIndex() - to;
        // as long before the gap as the original, so that places before it stay where they are
        ByteBuf left = Unpooled.buffer(from + behind);
        left.setIndex(events.readerIndex(), events.readerIndex());
        left.writeBytes(events, events.readerIndex(), before).writeBytes(events, to, behind);
        events.release();
        return left;
    }

    /** The same for an answer or an event's data that goes another way. */
    static void read(byte[] json, ReportedUsage usage) {
        try {
            TopLevel.scan(json, usage::member);
        } catch (JacksonException e) {
            // whoever it is for says what is wrong with it
        }
    }

    private Scan scan(ByteBuf events, int from, int to) {
        Scan scan = new Scan();
        StringBuilder data = new StringBuilder(to - from);
        events.toString(from, to - from, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("data:"))
                .forEach(line -> data.append(line, 5, line.length()).append('\n'));
        try {
            TopLevel.scan(data.toString().getBytes(StandardCharsets.UTF_8), scan);
        } catch (JacksonException e) {
            // then it is not for us
            scan.broken = true;
        }
        return scan;
    }

    private final class Scan implements TopLevel.Member {
        private boolean reported;
        private boolean noChoices;
        private boolean broken;

        @Override
        public void at(String name, JsonToken value, JsonParser json) {
            if (name.equals("choices") && value == JsonToken.START_ARRAY) {
                noChoices = json.nextToken() == JsonToken.END_ARRAY;
                while (json.currentToken() != JsonToken.END_ARRAY) {
                    json.skipChildren();
                    json.nextToken();
                }
            } else {
                reported |= usage.member(name, value, json);
            }
        }

        boolean usageOnly() {
            return reported && noChoices && !broken;
        }
    }
}
