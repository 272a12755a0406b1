package loralei.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import loralei.config.Family;
import loralei.model.SgmPaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFormatTest {
    private static String kohya(Family family, ModuleName module, LoraPart part) {
        return KeyFormat.KOHYA.tensorName(family, UnetLayout.of(family), module, part);
    }

    /** Counts of kohya's and diffusers' scripts and of OneTrainer's full preset. */
    @ParameterizedTest
    @CsvSource({"SD15,128,192,278,282", "SDXL,560,722,788,794"})
    void theReleasedUnetsHaveTheKnownNumbersOfModules(
            Family family, int attention, int transformers, int blocks, int all) {
        assertThat(FullSizeUnet.attention(family)).hasSize(attention);
        assertThat(FullSizeUnet.transformers(family)).hasSize(transformers);
        assertThat(FullSizeUnet.blocks(family)).hasSize(blocks);
        assertThat(FullSizeUnet.all(family)).hasSize(all);
    }

    /** Names that kohya's scripts write. */
    @ParameterizedTest
    @CsvSource({
        "SD15,down_blocks.0.attentions.0.proj_in,lora_unet_down_blocks_0_attentions_0_proj_in",
        "SD15,mid_block.attentions.0.transformer_blocks.0.ff.net.0.proj,"
                + "lora_unet_mid_block_attentions_0_transformer_blocks_0_ff_net_0_proj",
        "SD15,down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_out.0,"
                + "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_out_0",
        "SD15,down_blocks.0.resnets.0.conv1,lora_unet_down_blocks_0_resnets_0_conv1",
        "SDXL,down_blocks.1.attentions.0.proj_in,lora_unet_input_blocks_4_1_proj_in",
        "SDXL,down_blocks.2.attentions.0.transformer_blocks.9.attn1.to_q,"
                + "lora_unet_input_blocks_7_1_transformer_blocks_9_attn1_to_q",
        "SDXL,mid_block.attentions.0.transformer_blocks.0.attn2.to_out.0,"
                + "lora_unet_middle_block_1_transformer_blocks_0_attn2_to_out_0",
        "SDXL,up_blocks.0.attentions.0.transformer_blocks.3.ff.net.0.proj,"
                + "lora_unet_output_blocks_0_1_transformer_blocks_3_ff_net_0_proj",
        "SDXL,up_blocks.1.attentions.2.proj_out,lora_unet_output_blocks_5_1_proj_out",
        "SDXL,down_blocks.0.resnets.0.conv1,lora_unet_input_blocks_1_0_in_layers_2",
        "SDXL,up_blocks.1.upsamplers.0.conv,lora_unet_output_blocks_5_2_conv",
        "SDXL,mid_block.resnets.1.time_emb_proj,lora_unet_middle_block_2_emb_layers_1"
    })
    void kohyaNamesAreThoseOfKohya(Family family, String path, String base) {
        assertThat(kohya(family, ModuleName.unet(path), LoraPart.DOWN)).isEqualTo(base + ".lora_down.weight");
        assertThat(kohya(family, ModuleName.unet(path), LoraPart.UP)).isEqualTo(base + ".lora_up.weight");
        assertThat(kohya(family, ModuleName.unet(path), LoraPart.ALPHA)).isEqualTo(base + ".alpha");
    }

    @Test
    void textEncodersHaveTheirFamilysPrefix() {
        String path = "text_model.encoder.layers.11.self_attn.out_proj";
        String flat = "text_model_encoder_layers_11_self_attn_out_proj.alpha";
        ModuleName first = new ModuleName(Component.TEXT_ENCODER, path);
        ModuleName second = new ModuleName(Component.TEXT_ENCODER_2, path);
        assertThat(kohya(Family.SD15, first, LoraPart.ALPHA)).isEqualTo("lora_te_" + flat);
        assertThat(kohya(Family.SDXL, first, LoraPart.ALPHA)).isEqualTo("lora_te1_" + flat);
        assertThat(kohya(Family.SDXL, second, LoraPart.ALPHA)).isEqualTo("lora_te2_" + flat);
        assertThat(kohya(Family.SD15, first, LoraPart.DOWN))
                .isEqualTo("lora_te_text_model_encoder_layers_11_self_attn_out_proj.lora_down.weight");
        assertThat(KeyFormat.PEFT.tensorName(Family.SD15, UnetLayout.of(Family.SD15), first, LoraPart.UP))
                .isEqualTo("text_encoder." + path + ".lora_B.weight");
        assertThat(KeyFormat.DIFFUSERS.tensorName(Family.SDXL, UnetLayout.of(Family.SDXL), second, LoraPart.DOWN))
                .isEqualTo("text_encoder_2." + path + ".lora_linear_layer.down.weight");
    }

    /** The tiny models of the conformance data in both layouts, paired by the bytes of each weight. */
    @ParameterizedTest
    @EnumSource(Family.class)
    void sgmPathsAreThoseOfTheOriginalCheckpoints(Family family) throws IOException {
        List<String> pairs = Files.readAllLines(Path.of("src/test/resources/loralei/lora/sgm-paths-%s.txt"
                .formatted(family.name().toLowerCase(Locale.ROOT))));
        assertThat(pairs).hasSizeGreaterThan(250);
        for (String pair : pairs) {
            String diffusers = pair.split(" ", -1)[0];
            String sgm = pair.split(" ", -1)[1];
            assertThat(SgmPaths.fromDiffusers(
                            diffusers, 2, UnetLayout.of(family).leadingPlainUpBlocks()))
                    .contains(sgm);
            assertThat(SgmPaths.toDiffusers(sgm, 2)).contains(diffusers);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void sgmPathsLeadBackForAnyNumberOfLayersAndLevels(int layersPerBlock) {
        int[][] structures = {{1}, {0, 1}, {1, 0}, {1, 1, 1, 0}, {0, 0, 2, 3, 1}};
        for (int[] depths : structures) {
            int plain = depths[depths.length - 1] == 0 ? 1 : 0;
            List<String> paths = FullSizeUnet.all(depths, layersPerBlock, true);
            Set<String> seen = new HashSet<>();
            for (String path : paths) {
                String sgm = SgmPaths.fromDiffusers(path, layersPerBlock, plain).orElseThrow();
                assertThat(seen.add(sgm)).as(sgm).isTrue();
                assertThat(SgmPaths.toDiffusers(sgm, layersPerBlock)).as(sgm).contains(path);
            }
        }
    }

    /** Kohya's names have lost the dots; still every name must lead back to its one module. */
    @ParameterizedTest
    @EnumSource(Family.class)
    void everyNameOfEveryFormatLeadsBackToItsModule(Family family) {
        List<ModuleName> modules = new ArrayList<>();
        FullSizeUnet.all(family).forEach(path -> modules.add(ModuleName.unet(path)));
        for (int layer = 0; layer < 32; layer++) {
            for (String leaf : List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "mlp.fc1")) {
                String path = "text_model.encoder.layers." + layer + "." + leaf;
                modules.add(new ModuleName(Component.TEXT_ENCODER, path));
                modules.add(new ModuleName(Component.TEXT_ENCODER_2, path));
            }
        }
        modules.add(new ModuleName(Component.TEXT_ENCODER_2, "text_projection"));
        for (KeyFormat format : KeyFormat.values()) {
            Set<String> names = new HashSet<>();
            for (ModuleName module : modules) {
                if (format == KeyFormat.PEFT_OWN && module.component() == Component.TEXT_ENCODER_2) {
                    continue; // one network a file: nothing tells the second text encoder from the first
                }
                if (!format.has(module.component())) {
                    assertThatThrownBy(() -> format.tensorName(family, UnetLayout.of(family), module, LoraPart.UP))
                            .isInstanceOf(IllegalArgumentException.class);
                    continue;
                }
                for (LoraPart part : LoraPart.values()) {
                    String name = format.tensorName(family, UnetLayout.of(family), module, part);
                    assertThat(names.add(name)).as(name).isTrue();
                    LoraKey key = LoraKey.parse(name, 2).orElseThrow(() -> new AssertionError(name));
                    assertThat(key.module()).as(name).isEqualTo(module);
                    assertThat(key.part()).as(name).isEqualTo(part);
                }
            }
        }
    }

    @Test
    void aModuleThatNoUnetHasGetsNoName() {
        for (String path : List.of("down_blocks.0", "conv_norm_out", "down_blocks.0.attentions.0.norm", "a_b")) {
            ModuleName module = ModuleName.unet(path);
            assertThatThrownBy(() -> kohya(Family.SD15, module, LoraPart.UP))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(path);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "unet.up_blocks.1.attentions.2.transformer_blocks.0.attn2.processor.to_out_lora.up.weight,"
                + "up_blocks.1.attentions.2.transformer_blocks.0.attn2.to_out.0,UP,DIFFUSERS_OLD",
        "unet.mid_block.attentions.0.transformer_blocks.0.attn1.processor.to_q_lora.down.weight,"
                + "mid_block.attentions.0.transformer_blocks.0.attn1.to_q,DOWN,DIFFUSERS_OLD",
        "input_blocks.4.1.transformer_blocks.0.attn1.to_q.lora_A.weight,"
                + "down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q,DOWN,ORIGINAL",
        "diffusion_model.middle_block.1.proj_in.lora_B.weight,mid_block.attentions.0.proj_in,UP,COMFY",
        "lycoris_down_blocks_2_resnets_1_conv_shortcut.alpha,down_blocks.2.resnets.1.conv_shortcut,ALPHA,LYCORIS",
        "unet.mid_block.attentions.0.proj_in.lora_A.default.weight,mid_block.attentions.0.proj_in,DOWN,PEFT_DEFAULT",
        "mid_block.attentions.0.transformer_blocks.0.attn1.processor.to_out.lora_B.weight,"
                + "mid_block.attentions.0.transformer_blocks.0.attn1.to_out.0,UP,COMFY_DIFFUSERS",
        "diffusion_model.time_embed.0.lora_A.weight,time_embedding.linear_1,DOWN,COMFY"
    })
    void namesOfOtherProgramsAreUnderstood(String name, String path, LoraPart part, KeyFormat format) {
        assertThat(LoraKey.parse(name, 2)).contains(new LoraKey(ModuleName.unet(path), part, format));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".alpha",
                "lora_unet_.alpha",
                "lora_unet__mid_block_attentions_0_proj_in.alpha",
                "lora_unet_double_blocks_0_img_attn_proj.lora_down.weight",
                "lora_unet_input_blocks_3_0_conv.lora_down.weight",
                "lora_unet_input_blocks_4_0_op.lora_down.weight",
                "lora_unet_input_blocks_0_0_op.lora_down.weight",
                "lora_unet_output_blocks_4_2_conv.lora_down.weight",
                "lora_unet_input_blocks_99999999999_1_proj_in.lora_down.weight",
                "lora_unet_mid_block_attentions_0_proj_in.dora_scale",
                "lora_te_mid_block_attentions_0_proj_in.alpha",
                "unet.text_projection.lora_A.weight",
                "transformer.transformer_blocks.0.attn.to_q.lora_A.weight",
                "model.diffusion_model.middle_block.1.proj_in.weight"
            })
    void everythingElseIsUnknown(String name) {
        assertThat(LoraKey.parse(name, 2)).isEmpty();
    }
}
