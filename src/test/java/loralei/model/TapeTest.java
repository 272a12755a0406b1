package loralei.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import loralei.lora.LoraAdapter;
import loralei.lora.Target;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Randoms;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tape keeps and runs again. */
class TapeTest {
    private static final ComputeDevice CPU = ComputeDevice.cpu();

    /** One that says what is done with it. */
    private static final class Spoken implements Block {
        private final String path;
        private final boolean learns;
        private final List<String> said;

        Spoken(String path, boolean learns, List<String> said) {
            this.path = path;
            this.learns = learns;
            this.said = said;
        }

        @Override
        public Tensor forward(Tensor x, BlockInputs inputs, Tape tape) {
            said.add(path);
            return record(x, tape);
        }

        @Override
        public Tensor again(Tensor x, BlockInputs inputs, Tape tape) {
            said.add(path + " again");
            return record(x, tape);
        }

        private Tensor record(Tensor x, Tape tape) {
            tape.startIf(learns);
            if (tape.started()) {
                tape.push(gradient -> {
                    said.add(path + " back");
                    return gradient;
                });
            }
            return x.share();
        }

        @Override
        public boolean learns(BlockInputs inputs) {
            return learns;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public long parameters() {
            return 0;
        }

        @Override
        public void close() {}
    }

    @Test
    void aBlockBeforeTheFirstThatLearnsIsNeitherKeptNorRunAgain() {
        List<String> said = new ArrayList<>();
        try (Scope scope = Scope.open();
                Tape tape = Tape.training(Checkpoints.ALL)) {
            Tensor x = Tensor.of(new float[] {1}, 1);
            BlockInputs none = new BlockInputs(x, BlockInputs.UNWANTED, x, BlockInputs.UNWANTED, AdapterBank.NONE);
            int before = scope.size();
            tape.run(new Spoken("first", false, said), x, none).close();
            assertThat(scope.size()).isEqualTo(before);
            tape.run(new Spoken("second", true, said), x, none).close();
            tape.run(new Spoken("third", false, said), x, none).close();
            assertThat(scope.size()).isEqualTo(before + 2);
            tape.backward(x).close();
        }
        assertThat(said)
                .containsExactly(
                        "first", "second", "third", "third again", "third back", "second again", "second back");
    }

    /** Of a transformer block whose feed-forward learns alone, only that runs again. */
    @ParameterizedTest
    @ValueSource(strings = {"up_blocks.1.", "mid_block.attentions.0.transformer_blocks.0.ff", "mid_block.resnets.1"})
    void aNetworkThatLearnsFromSomewhereOnAsksForNoCheckpointBefore(String first) {
        List<String> order = new ArrayList<>();
        UnetModules.all(SmallNet.CONFIG).forEach(module -> order.add(module.path()));
        int start = order.indexOf(order.stream()
                .filter(path -> path.startsWith(first))
                .findFirst()
                .orElseThrow());
        List<String> asked = new ArrayList<>();
        Predicate<String> learns = path -> order.indexOf(path) >= start;
        run(learns, path -> {
            asked.add(path);
            return true;
        });
        assertThat(asked)
                .isNotEmpty()
                .allSatisfy(path -> assertThat(order)
                        .filteredOn(layer -> layer.startsWith(path + "."))
                        .allMatch(learns));
    }

    @Test
    void aNetworkKeepsNothingBeforeWhatLearns() {
        int late = run(path -> path.startsWith("up_blocks.1.attentions.1"), Checkpoints.NONE);
        int all = run(path -> true, Checkpoints.NONE);
        assertThat(late).isLessThan(all / 3);
    }

    /** How many native objects live when the forward pass is over; the pass back is done, too. */
    private static int run(Predicate<String> learns, Checkpoints checkpoints) {
        List<TargetModule> modules = UnetModules.all(SmallNet.CONFIG).stream()
                .filter(module -> learns.test(module.path()))
                .toList();
        try (Scope scope = Scope.open();
                Unet unet = new Unet(SmallNet.CONFIG, new RandomWeights(CPU, ComputeType.FP32));
                LoraAdapter adapter = new LoraAdapter(Target.of(modules, 2, 2), CPU);
                Tape tape = Tape.training(checkpoints)) {
            adapter.initialise(1);
            Tensor latents = Randoms.randn(1, 4, 8, 8);
            Conditioning conditioning = new Conditioning(Randoms.randn(1, 5, 16), List.of());
            Tensor time = Tensor.of(new float[] {7}, 1);
            unet.forward(latents, time, conditioning, adapter, Tape.inference())
                    .close(); // binds the adapters, once for all
            int before = scope.size();
            Tensor out = unet.forward(latents, time, conditioning, adapter, tape);
            int kept = scope.size() - before;
            Tensor gradient = Kernels.tensor("copy", out);
            tape.backward(gradient);
            return kept;
        }
    }
}
