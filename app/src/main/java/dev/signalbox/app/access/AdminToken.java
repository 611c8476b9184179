package dev.signalbox.app.access;

import dev.signalbox.app.StartupRefusal;
import dev.signalbox.secrets.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.stereotype.Component;

/** The token of the first administrator: given by the environment, or made at the first start and kept with mode 0600. */
@Component
public class AdminToken {

    private final String value;
    private final Path file;
    private final boolean given;
    private boolean fresh;

    AdminToken(AccessProperties properties) {
        this.file = properties.home().resolve("admin-token").toAbsolutePath();
        String token = properties.adminToken();
        this.given = token != null && !token.isBlank();
        this.value = given ? String.valueOf(token).strip() : readOrMake();
        if (value.length() < 16) {
            throw new StartupRefusal(
                    "The admin token is shorter than 16 characters. Set a longer SIGNALBOX_ADMIN_TOKEN.");
        }
    }

    private String readOrMake() {
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            String token = "sbx_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            PrivateFile.replace(file, (token + "\n").getBytes(StandardCharsets.US_ASCII));
            this.fresh = true;
            return token;
        } catch (IOException e) {
            throw new StartupRefusal("The admin token " + file + " can't be read or made: " + e + ". Mend the "
                    + "permissions, or set SIGNALBOX_ADMIN_TOKEN.");
        }
    }

    String value() {
        return value;
    }

    /** Where an operator finds the token; shows the token itself only when it was made by this start. */
    public String whereabouts() {
        if (given) {
            return "as set by SIGNALBOX_ADMIN_TOKEN";
        }
        return fresh ? value + "  (shown once; kept in " + file + ")" : "in " + file;
    }
}
