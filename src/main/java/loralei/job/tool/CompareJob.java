package loralei.job.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import loralei.config.UserError;
import loralei.lora.ChangeProducts;
import loralei.lora.LoraContent;
import loralei.lora.ModuleName;
import loralei.text.Message;

/** Compares what two LoRAs do, module by module, and what they say of themselves. */
public final class CompareJob implements LoraTools.Compare {
    @Override
    public LoraComparison run(Path first, Path second, ToolWatcher watcher) throws IOException {
        try (LoraContent one = open(first);
                LoraContent other = open(second)) {
            return new Comparison(one, other).run(watcher);
        } catch (IOException e) {
            throw UserError.request(Message.of(e), Message.of("draw.otherLora")).causedBy(e);
        }
    }

    private static LoraContent open(Path path) throws IOException {
        LoraContent lora = ToolFiles.open(path);
        if (!lora.otherKinds().isEmpty()) {
            lora.close();
            throw UserError.request(
                    Message.of(
                            "compare.otherKinds",
                            path,
                            String.join(", ", lora.otherKinds().keySet())),
                    Message.of("draw.otherLora"));
        }
        return lora;
    }

    /** One comparison at work. */
    private static final class Comparison {
        private final LoraContent one;
        private final LoraContent other;
        private final List<LoraComparison.Module> modules = new ArrayList<>();
        private boolean equal = true;
        private int otherSizes;
        private double first;
        private double second;
        private double both;

        Comparison(LoraContent one, LoraContent other) {
            this.one = one;
            this.other = other;
        }

        LoraComparison run(ToolWatcher watcher) throws IOException {
            Set<ModuleName> all = new TreeSet<>(one.names());
            all.addAll(other.names());
            int done = 0;
            for (ModuleName name : all) {
                if (watcher.stopped()) {
                    throw UserError.run(Message.of("compare.stopped"), Message.text(""));
                }
                add(name);
                done++;
                watcher.at(done, all.size());
            }
            modules.sort(Comparator.comparingDouble(LoraComparison.Module::difference)
                    .reversed()
                    .thenComparing(LoraComparison.Module::name));
            List<Message> lines = new ArrayList<>(ComparedFacts.of(one, other));
            if (otherSizes > 0) {
                lines.add(Message.of("compare.otherSizes", otherSizes));
            }
            return new LoraComparison(
                    equal,
                    equal ? 1 : cosine(first, second, both),
                    Math.sqrt(first),
                    Math.sqrt(second),
                    modules,
                    lines);
        }

        private void add(ModuleName name) throws IOException {
            boolean inOne = one.has(name);
            boolean inOther = other.has(name);
            Optional<ChangeProducts> products =
                    inOne && inOther ? ChangeProducts.of(one, other, name) : Optional.empty();
            ChangeProducts change;
            if (products.isPresent()) {
                change = products.get();
            } else {
                double a = inOne ? ChangeProducts.square(one, name) : 0;
                double b = inOther ? ChangeProducts.square(other, name) : 0;
                otherSizes += inOne && inOther ? 1 : 0;
                change = new ChangeProducts(a, b, 0, a == 0 && b == 0);
            }
            equal &= change.equal();
            first += change.first();
            second += change.second();
            both += change.both();
            double difference = change.equal() ? 0 : change.first() + change.second() - 2 * change.both();
            modules.add(new LoraComparison.Module(
                    name.toString(),
                    change.equal() && change.first() > 0 ? 1 : cosine(change.first(), change.second(), change.both()),
                    Math.sqrt(change.first()),
                    Math.sqrt(change.second()),
                    Math.sqrt(Math.max(0, difference))));
        }

        private static double cosine(double first, double second, double both) {
            return first > 0 && second > 0
                    ? Math.max(-1, Math.min(1, both / (Math.sqrt(first) * Math.sqrt(second))))
                    : 0;
        }
    }
}
