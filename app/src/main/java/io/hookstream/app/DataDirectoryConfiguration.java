package io.hookstream.app;

import io.hookstream.embedded.DirectoryLock;
import io.hookstream.messages.SecretCipher;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every role needs of the machine: its folder, its clock and the master key. */
@Configuration(proxyBeanMethods = false)
class DataDirectoryConfiguration {

    @Bean
    DirectoryLock directoryLock(HookstreamProperties properties) {
        return DirectoryLock.acquire(properties.data());
    }

    @Bean
    SecretCipher secretCipher(HookstreamProperties properties, DirectoryLock locked) {
        return new AesCipher(MasterKey.of(properties.masterKey(), properties.data()));
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
