package dev.signalbox.app.web;

import org.apache.catalina.Host;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Tomcat, less patient and less talkative. */
@Component
class WebServer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final ControlPlaneProperties properties;

    WebServer(ControlPlaneProperties properties) {
        this.properties = properties;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.setProtocol(PromptHeads.class.getName());
        factory.addProtocolHandlerCustomizers((PromptHeads protocol) ->
                protocol.setPatience(properties.control().headTimeout()));
        factory.addEngineValves(new DroppedBodies());
        factory.addContextCustomizers(context -> {
            Host host = (Host) context.getParent();
            ((StandardHost) host).setErrorReportValveClass(ProblemPages.class.getName());
        });
        factory.addConnectorCustomizers(connector -> {
            connector.setAllowTrace(false);
            connector.setXpoweredBy(false);
        });
    }
}
