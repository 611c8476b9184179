package dev.signalbox.inference.gateway;

import dev.signalbox.inference.circuit.Cooling;
import dev.signalbox.inference.circuit.Pass;
import dev.signalbox.inference.upstream.AuthHeader;
import dev.signalbox.inference.upstream.DirectAnswer;
import dev.signalbox.inference.upstream.DirectConnection;
import dev.signalbox.inference.upstream.DirectRoute;
import dev.signalbox.inference.upstream.Upstream;
import dev.signalbox.inference.upstream.UpstreamProperties;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponse;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.SignalType;

/**
 * One request on the short way, from the provider's connection to the end of the answer. Until the first content reaches the
 * client every failure ends in a detour, which knows what happened here; afterwards the stream ends as on the long way.
 */
final class ShortCall implements DirectAnswer {

    /** Where it goes, and what has to be given back. */
    record Target(Upstream upstream, String model, DirectRoute route, AuthHeader auth, Pass pass) {

        void giveBack() {
            auth.close();
            pass.close();
        }
    }

    final Surroundings all;
    final ShortWay way;
    final Opened opened;
    final ApiRequest request;
    final Target target;
    private final boolean askUsage;
    private @Nullable DirectConnection connection;
    private @Nullable ShortAnswer said;
    private boolean ended;

    ShortCall(Surroundings all, ShortWay way, Opened opened, ApiRequest request, Target target) {
        this.all = all;
        this.way = way;
        this.opened = opened;
        this.request = request;
        this.target = target;
        askUsage = request.stream()
                && request.endpoint().hasStreamOptions()
                && all.streamUsage().isAskedOf(target.upstream());
    }

    void start() {
        all.gateway().began();
        opened.line.calls(target.upstream(), target.model());
        target.route().connect(client().channel().eventLoop(), this);
    }

    ChannelHandlerContext client() {
        return way.context();
    }

    @Override
    public void connected(DirectConnection to) {
        if (ended) {
            to.release();
            return;
        }
        connection = to;
        to.send(ShortMessage.of(this, askUsage), this, all.patience(request.stream()));
    }

    @Override
    public void head(HttpResponse head) {
        try {
            said = ShortAnswer.begin(this, head);
        } catch (UpstreamFailure e) {
            fail(e);
        }
    }

    @Override
    public void content(ByteBuf piece, boolean last) {
        ShortAnswer to = said;
        if (ended || to == null) {
            piece.release();
            return;
        }
        try {
            if (last) {
                connection = null;
            }
            to.piece(piece, last);
        } catch (UpstreamFailure e) {
            fail(e);
        }
    }

    @Override
    public void pause() {
        ShortAnswer to = said;
        if (to != null) {
            try {
                to.pause();
            } catch (UpstreamFailure e) {
                fail(e);
            }
        }
        readOn();
    }

    /** A slow client slows the provider down. */
    private void readOn() {
        if (connection != null && client().channel().isWritable()) {
            connection.read();
        }
    }

    void writable() {
        readOn();
    }

    /** The first content of a stream. */
    void content() {
        opened.line.firstContent();
        if (connection != null) {
            UpstreamProperties limits = all.limits();
            connection.watch(new IdleWatch(limits.idleTimeout(), limits.clientStall(), limits.streamTimeout()));
        }
    }

    /** The client has this provider's answer now. */
    void succeeded() {
        target.pass().succeeded();
        opened.line.status = 200;
    }

    void brokenOff(FailureClass failure) {
        target.pass().failed(failure.cooling(), null, failure.label());
        opened.line.code = failure.code();
    }

    @Override
    public void failed(Throwable cause, boolean begun) {
        connection = null;
        ShortAnswer to = said;
        if (ended) {
            return;
        }
        if (to != null && to.committed()) {
            to.broken(cause);
            return;
        }
        if (to instanceof ShortRefusal refusal && !(cause instanceof TimeoutException)) {
            fail(refusal.failure());
            return;
        }
        boolean closed = !begun && FailureClass.of(cause) == FailureClass.CUT_BEFORE_CONTENT;
        fail(closed ? new UpstreamFailure(FailureClass.CONNECTION_CLOSED) : UpstreamFailure.of(cause));
    }

    /** Before the client has seen anything. */
    void fail(UpstreamFailure failure) {
        boolean notAsking = askUsage && all.streamUsage().isRefusedBy(target.upstream(), failure);
        if (!notAsking) {
            RetryAfter wish = failure.retryAfter();
            boolean asksAtOnce = failure.failure().again() == FailureClass.Again.AT_ONCE
                    && all.failover().attempts() > 1;
            target.pass()
                    .failed(
                            asksAtOnce ? Cooling.NOT_ASKED : failure.failure().cooling(),
                            wish == null ? null : wish.time(),
                            failure.failure().label());
        }
        giveBack();
        all.gateway().passedOn();
        way.detour(opened, opened.detour(target.upstream(), notAsking ? null : failure));
    }

    /** The answer is out; with the last one the connection ends. */
    void end(boolean last) {
        end(SignalType.ON_COMPLETE);
        way.done(last);
    }

    void clientGone() {
        end(SignalType.CANCEL);
    }

    private void end(SignalType signal) {
        if (!ended) {
            giveBack();
            all.gateway().ended(opened.line, opened.ids, "POST", opened.head.uri(), signal, null);
        }
    }

    private void giveBack() {
        ended = true;
        target.giveBack();
        if (said != null) {
            said.release();
        }
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
