package dev.signalbox.app.access;

import dev.signalbox.command.write.RequestMetadata;
import dev.signalbox.events.signal.MetadataKeys;
import dev.signalbox.events.signal.RequestOperation;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** What Tomcat refuses before any filter sees it – addresses and heads that can't be read – is on record as other denials are. */
@Component
class UnreadableRequests implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final DenialLog log;

    UnreadableRequests(DenialLog log) {
        this.log = log;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addEngineValves(new Ended());
    }

    private void record(Request request) {
        Map<String, String> metadata = RequestMetadata.of(request);
        // a thread of Tomcat's must not wait for the database; the rate bounds how many of these there are
        log.record(
                RequestOperation.of(request.getMethod(), request.getRequestURI()),
                "malformed",
                metadata,
                Thread.ofVirtual().name("unreadable")::start);
    }

    /** Tomcat tells its access logs of all requests, of those as well that it leads nowhere. */
    private final class Ended extends ValveBase implements AccessLog {

        Ended() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            getNext().invoke(request, response);
        }

        @Override
        public void log(Request request, Response response, long time) {
            boolean seen = request.getAttribute(MetadataKeys.PEER_ADDRESS) != null;
            if (!seen && response.getStatus() >= 400) {
                record(request);
            }
        }

        @Override
        public void setRequestAttributesEnabled(boolean enabled) {
            // it reads none
        }

        @Override
        public boolean getRequestAttributesEnabled() {
            return false;
        }
    }
}
