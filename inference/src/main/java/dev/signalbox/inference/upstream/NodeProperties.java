package dev.signalbox.inference.upstream;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param bind who can reach this node: only this machine when it is a loopback address */
@ConfigurationProperties("signalbox")
record NodeProperties(@DefaultValue("127.0.0.1") String bind) {

    boolean onLoopback() {
        return bind.equals("localhost") || bind.startsWith("127.") || bind.equals("::1") || bind.equals("[::1]");
    }
}
